# /// case
# needs = []
# policy = "standard"
# ///
import random
from math import perm

def exact(people, days=365):
    return 1 - perm(days, people) / days ** people

def simulated(people, trials, rng):
    hits = 0
    for _ in range(trials):
        seen = set()
        for _ in range(people):
            day = rng.randrange(365)
            if day in seen:
                hits += 1
                break
            seen.add(day)
    return hits / trials

rng = random.Random(2024)
for people in (5, 10, 23, 40, 57):
    estimate = simulated(people, 3000, rng)
    print(f"{people:>3} people: exact {exact(people):.4f}, simulation within 0.03: {abs(estimate - exact(people)) < 0.03}")
print("first above one half:", next(n for n in range(1, 366) if exact(n) > 0.5))
print("first above 99.9 %:", next(n for n in range(1, 366) if exact(n) > 0.999))
