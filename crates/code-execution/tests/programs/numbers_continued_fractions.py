# /// case
# needs = []
# policy = "standard"
# ///
from fractions import Fraction
from itertools import islice
from math import isqrt

def terms_of_root(n):
    whole = isqrt(n)
    yield whole
    if whole * whole == n:
        return
    m, d, a = 0, 1, whole
    while True:
        m = d * a - m
        d = (n - m * m) // d
        a = (whole + m) // d
        yield a

def convergents(terms):
    h0, h1, k0, k1 = 0, 1, 1, 0
    for term in terms:
        h0, h1 = h1, term * h1 + h0
        k0, k1 = k1, term * k1 + k0
        yield Fraction(h1, k1)

print(list(islice(terms_of_root(23), 10)))
print([str(f) for f in islice(convergents(terms_of_root(2)), 7)])

def pell(n):
    for f in convergents(terms_of_root(n)):
        if f.numerator ** 2 - n * f.denominator ** 2 == 1:
            return f.numerator, f.denominator

print(pell(7), pell(13), pell(61))
golden = list(islice(convergents(iter([1] * 20)), 20))
print(golden[-1], f"{float(golden[-1]):.8f}", [g.denominator for g in golden[:8]])
