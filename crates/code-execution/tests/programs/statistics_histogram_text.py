# /// case
# needs = []
# policy = "standard"
# ///
import random
import statistics

rng = random.Random(12)
data = [rng.gauss(50, 12) for _ in range(800)] + [rng.gauss(90, 4) for _ in range(200)]

def histogram(values, bins):
    low, high = min(values), max(values)
    width = (high - low) / bins
    counts = [0] * bins
    for value in values:
        counts[min(int((value - low) / width), bins - 1)] += 1
    return [(low + index * width, count) for index, count in enumerate(counts)]

rows = histogram(data, 12)
print(sum(count for _, count in rows), len(rows))
valley = min(rows[4:9], key=lambda row: row[1])
print("two humps:", max(c for _, c in rows[:6]) > valley[1] < max(c for _, c in rows[8:]))

quartiles = statistics.quantiles(data, n=4)
spread = quartiles[2] - quartiles[0]
fences = quartiles[0] - 1.5 * spread, quartiles[2] + 1.5 * spread
print("outliers:", sum(not fences[0] <= value <= fences[1] for value in data) < 15)

fixed = [2, 3, 3, 5, 7, 8, 8, 8, 9, 12, 13, 13, 21]
for start, count in histogram(fixed, 5):
    print(f"{start:5.1f} | {'*' * count}")
