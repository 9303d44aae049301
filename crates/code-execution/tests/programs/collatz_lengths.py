# /// case
# needs = []
# policy = "standard"
# ///
cache = {1: 1}
def length(n):
    path = []
    while n not in cache:
        path.append(n)
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    base = cache[n]
    for offset, value in enumerate(reversed(path), 1):
        cache[value] = base + offset
    return base + len(path)

best = max(range(1, 10_000), key=length)
print(best, length(best), [length(n) for n in range(1, 12)])
