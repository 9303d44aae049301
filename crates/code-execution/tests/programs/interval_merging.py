# /// case
# needs = []
# policy = "standard"
# ///
def merge(intervals):
    merged = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged

meetings = [(9, 10.5), (10, 11), (13, 14), (13.5, 15), (16, 17)]
busy = merge(meetings)
free = [(a[1], b[0]) for a, b in zip(busy, busy[1:])]
print(busy, free, sum(e - s for s, e in busy))
