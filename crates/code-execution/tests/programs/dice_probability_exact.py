# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
from fractions import Fraction
from itertools import product
import random

def distribution(*dice):
    total = Counter({0: Fraction(1)})
    for sides in dice:
        step = Counter()
        for value, chance in total.items():
            for face in range(1, sides + 1):
                step[value + face] += chance / sides
        total = step
    return total

two = distribution(6, 6)
print({value: str(chance) for value, chance in sorted(two.items())})
print("sum:", sum(two.values()), "mean:", sum(v * c for v, c in two.items()))
attack = distribution(8, 4)
print("P(d8+d4 > 2d6) =", sum(p * q for (a, p), (b, q) in product(attack.items(), two.items()) if a > b))

advantage = Counter(max(pair) for pair in product(range(1, 21), repeat=2))
print("d20 with advantage: mean", float(Fraction(sum(v * n for v, n in advantage.items()), 400)))

rng = random.Random(99)
rolls = Counter(rng.randint(1, 6) + rng.randint(1, 6) for _ in range(20_000))
print("largest error of the simulation below 0.01:", max(abs(rolls[v] / 20_000 - float(c)) for v, c in two.items()) < 0.01)
