# /// case
# needs = []
# policy = "standard"
# ///
import math

def simpson(f, a, b, n=100):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + sum((4 if i % 2 else 2) * f(a + i * h) for i in range(1, n)))

def trapezoid(f, a, b, n=100):
    h = (b - a) / n
    return h * ((f(a) + f(b)) / 2 + sum(f(a + i * h) for i in range(1, n)))

for name, f, a, b, exact in (("sin", math.sin, 0, math.pi, 2), ("exp", math.exp, 0, 1, math.e - 1)):
    print(f"{name} {simpson(f, a, b):.8f} {trapezoid(f, a, b):.5f} {abs(simpson(f, a, b) - exact) < 1e-7}")
