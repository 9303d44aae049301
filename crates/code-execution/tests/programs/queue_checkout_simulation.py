# /// case
# needs = []
# policy = "standard"
# ///
import heapq
import random
import statistics

def simulate(tills, customers, seed):
    rng = random.Random(seed)
    clock, free_at, waits = 0.0, [0.0] * tills, []
    heapq.heapify(free_at)
    for _ in range(customers):
        clock += rng.expovariate(1 / 30)
        start = max(clock, heapq.heappop(free_at))
        waits.append(start - clock)
        heapq.heappush(free_at, start + rng.uniform(20, 80))
    return waits

for tills in (1, 2, 3):
    waits = simulate(tills, 500, seed=7)
    print(f"{tills} tills: mean {statistics.fmean(waits):8.1f} s, longest {max(waits):8.1f} s, no wait {sum(w == 0 for w in waits) / len(waits):.0%}")
assert statistics.fmean(simulate(3, 500, 7)) < statistics.fmean(simulate(2, 500, 7))
