# /// case
# needs = []
# policy = "standard"
# ///
import random
from collections import deque

rng = random.Random(7)
queue, served, waits, clock = deque(), 0, [], 0
free_at = 0
for customer in range(50):
    clock += rng.randint(1, 5)
    queue.append(clock)
    while queue and free_at <= clock:
        arrived = queue.popleft()
        start = max(arrived, free_at)
        waits.append(start - arrived)
        free_at = start + rng.randint(2, 4)
        served += 1
print(served, len(queue), max(waits), round(sum(waits) / len(waits), 2))
