# /// case
# needs = []
# policy = "standard"
# ///
import random

rng = random.Random(42)
inside = 0
for step in range(1, 20_001):
    x, y = rng.random(), rng.random()
    inside += x * x + y * y <= 1
    if step in (100, 1_000, 10_000, 20_000):
        print(f"{step:>6} {4 * inside / step:.4f}")
