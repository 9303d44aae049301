# /// case
# needs = []
# policy = "standard"
# ///
import math
import random

rng = random.Random(3)
points = [(rng.gauss(cx, 0.5), rng.gauss(cy, 0.5)) for cx, cy in ((0, 0), (5, 5), (0, 6)) for _ in range(20)]
centres = points[:1] + points[20:21] + points[40:41]
for _ in range(10):
    groups = [[] for _ in centres]
    for p in points:
        groups[min(range(3), key=lambda i: math.dist(p, centres[i]))].append(p)
    centres = [(sum(x for x, _ in g) / len(g), sum(y for _, y in g) / len(g)) for g in groups]
for (x, y), g in zip(centres, groups):
    print(f"{x:5.1f} {y:5.1f} {len(g)}")
