# /// case
# needs = []
# policy = "standard"
# ///
import math

print(math.gcd(84, 126, 210), math.lcm(4, 6, 10), pow(7, -1, 40), pow(3, 200, 13))
def crt(residues, moduli):
    total, product = 0, math.prod(moduli)
    for r, m in zip(residues, moduli):
        part = product // m
        total += r * part * pow(part, -1, m)
    return total % product
print(crt([2, 3, 2], [3, 5, 7]))
print([n for n in range(1, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
