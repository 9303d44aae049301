# /// case
# needs = []
# policy = "standard"
# ///
from math import isqrt

def divisor_sums(limit):
    sums = [0, 0] + [1] * (limit - 1)
    for divisor in range(2, limit // 2 + 1):
        for multiple in range(2 * divisor, limit + 1, divisor):
            sums[multiple] += divisor
    return sums

sums = divisor_sums(10_000)
print("perfect:", [n for n in range(2, 10_001) if sums[n] == n])
print("amicable:", [(n, sums[n]) for n in range(2, 10_001) if n < sums[n] <= 10_000 and sums[sums[n]] == n])
print("first odd abundant:", next(n for n in range(1, 10_001, 2) if sums[n] > n))

def happy(n):
    seen = set()
    while n != 1 and n not in seen:
        seen.add(n)
        n = sum(int(digit) ** 2 for digit in str(n))
    return n == 1

print("happy:", [n for n in range(1, 50) if happy(n)])
print("Armstrong:", [n for n in range(10, 10_000) if n == sum(int(d) ** len(str(n)) for d in str(n))])
triples = [(a, b, c) for a in range(1, 40) for b in range(a, 40) if (c := isqrt(a * a + b * b)) ** 2 == a * a + b * b and c < 45]
print("Pythagorean:", triples)
