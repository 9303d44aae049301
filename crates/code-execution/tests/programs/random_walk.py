# /// case
# needs = []
# policy = "standard"
# ///
import random

rng = random.Random(2024)
position, visits = 0, {}
for _ in range(1000):
    position += rng.choice((-1, 1))
    visits[position] = visits.get(position, 0) + 1
print(position, min(visits), max(visits), len(visits))
low, high = min(visits), max(visits)
step = (high - low) // 8 + 1
for start in range(low, high + 1, step):
    total = sum(n for p, n in visits.items() if start <= p < start + step)
    print(f"{start:>4} {'#' * (total // 10)}")
