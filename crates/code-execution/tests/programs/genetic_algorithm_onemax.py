# /// case
# needs = []
# policy = "standard"
# ///
import random

rng = random.Random(17)
TARGET = "HELLO WORLD"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ "

def fitness(text):
    return sum(a == b for a, b in zip(text, TARGET))

def mutate(text, rate=0.08):
    return "".join(rng.choice(ALPHABET) if rng.random() < rate else c for c in text)

def cross(a, b):
    point = rng.randrange(1, len(TARGET))
    return a[:point] + b[point:]

def evolve(size=120, limit=400):
    population = ["".join(rng.choice(ALPHABET) for _ in TARGET) for _ in range(size)]
    best_so_far = []
    for generation in range(limit):
        population.sort(key=fitness, reverse=True)
        best_so_far.append(fitness(population[0]))
        if population[0] == TARGET:
            return generation, population[0], best_so_far
        elite = population[:size // 5]
        population = elite[:4] + [mutate(cross(rng.choice(elite), rng.choice(elite))) for _ in range(size - 4)]
    return limit, population[0], best_so_far

generation, text, history = evolve()
print(text, generation < 400)
print("never got worse:", all(a <= b for a, b in zip(history, history[1:])))
print("started low:", history[0] < 6, "ended at", history[-1])
