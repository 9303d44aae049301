# /// case
# needs = []
# policy = "standard"
# ///
import cmath
import math

def dft(values):
    n = len(values)
    return [sum(v * cmath.exp(-2j * cmath.pi * k * i / n) for i, v in enumerate(values)) for k in range(n)]

n = 32
signal = [math.sin(2 * math.pi * 3 * i / n) + 0.5 * math.cos(2 * math.pi * 7 * i / n) for i in range(n)]
power = [abs(c) / n * 2 for c in dft(signal)[:n // 2]]
print([(k, round(p, 3)) for k, p in enumerate(power) if p > 0.01])
