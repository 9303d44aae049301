# /// case
# needs = []
# policy = "standard"
# ///
import random

def bubble(xs):
    xs = xs[:]
    for end in range(len(xs) - 1, 0, -1):
        for i in range(end):
            if xs[i] > xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
    return xs

def quick(xs):
    if len(xs) < 2:
        return xs
    pivot, rest = xs[0], xs[1:]
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])

def merge(xs):
    if len(xs) < 2:
        return xs
    a, b, out = merge(xs[:len(xs) // 2]), merge(xs[len(xs) // 2:]), []
    while a and b:
        out.append((a if a[0] <= b[0] else b).pop(0))
    return out + a + b

data = random.Random(1).sample(range(100), 12)
print(data)
for algorithm in (bubble, quick, merge):
    print(algorithm.__name__, algorithm(data) == sorted(data))
print(sorted(["b10", "a2", "a10"], key=lambda s: (s[0], int(s[1:]))))
