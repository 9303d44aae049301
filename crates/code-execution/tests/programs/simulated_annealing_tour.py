# /// case
# needs = []
# policy = "standard"
# ///
import math
import random

CITIES = [(0, 0), (1, 5), (5, 2), (6, 6), (8, 3), (2, 3), (7, 0), (4, 7), (3, 1)]

def length(tour):
    return sum(math.dist(CITIES[a], CITIES[b]) for a, b in zip(tour, tour[1:] + tour[:1]))

def anneal(seed, steps=12_000):
    rng = random.Random(seed)
    tour = list(range(len(CITIES)))
    current = length(tour)
    best, best_length = tour[:], current
    for step in range(steps):
        temperature = 5 * (1 - step / steps) + 1e-9
        i, j = sorted(rng.sample(range(len(CITIES)), 2))
        candidate = tour[:i] + tour[i:j + 1][::-1] + tour[j + 1:]
        change = length(candidate) - current
        if change < 0 or rng.random() < math.exp(-change / temperature):
            tour, current = candidate, current + change
            if current < best_length:
                best, best_length = tour[:], current
    return best, best_length

results = [anneal(seed) for seed in range(3)]
shortest = min(value for _, value in results)
print(f"start {length(list(range(len(CITIES)))):.3f}, best {shortest:.3f}")
best = min(results, key=lambda result: result[1])[0]
print("visits all:", sorted(best) == list(range(len(CITIES))))
