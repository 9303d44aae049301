# /// case
# needs = []
# policy = "standard"
# ///
import cmath
import math

z = 3 + 4j
print(abs(z), z.conjugate(), z * 1j, z.real, cmath.phase(1j) == math.pi / 2)
print([f"{r.real:.3f}{r.imag:+.3f}j" for r in (cmath.exp(2j * math.pi * k / 3) for k in range(3))])
a, b, c = 1, 2, 5
d = cmath.sqrt(b * b - 4 * a * c)
print((-b + d) / (2 * a), (-b - d) / (2 * a))
