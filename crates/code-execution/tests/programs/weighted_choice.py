# /// case
# needs = []
# policy = "standard"
# ///
import random
from collections import Counter
from itertools import accumulate

rng = random.Random(11)
names, weights = ["common", "rare", "epic"], [80, 18, 2]
draws = Counter(rng.choices(names, weights, k=5000))
for name, weight in zip(names, weights):
    print(f"{name:<7} expected {weight:>2} % within 2: {abs(draws[name] / 50 - weight) < 2}")
print(list(accumulate(weights)), rng.sample(range(10), 10) != sorted(range(10)))
deck = [r + s for s in "SH" for r in "A23"]
rng.shuffle(deck)
print(sorted(deck))
