# /// case
# needs = []
# policy = "standard"
# ///
import random
from collections import Counter
from fractions import Fraction

def play(switch, doors, rng):
    prize, choice = rng.randrange(doors), rng.randrange(doors)
    closed = [door for door in range(doors) if door not in (choice, prize)]
    if choice == prize:
        other = rng.choice(closed)
    else:
        other = prize
    return (other if switch else choice) == prize

rng = random.Random(5)
for doors in (3, 10):
    wins = Counter()
    for _ in range(4000):
        wins["stay"] += play(False, doors, rng)
        wins["switch"] += play(True, doors, rng)
    exact = {"stay": Fraction(1, doors), "switch": Fraction(doors - 1, doors)}
    for strategy in ("stay", "switch"):
        share = wins[strategy] / 4000
        print(f"{doors:>2} doors, {strategy:<6}: exact {exact[strategy]}, close: {abs(share - exact[strategy]) < 0.03}")
