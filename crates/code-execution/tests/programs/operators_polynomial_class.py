# /// case
# needs = []
# policy = "standard"
# ///
from functools import reduce
from itertools import zip_longest

class Polynomial:
    def __init__(self, *coefficients):
        values = list(coefficients)
        while len(values) > 1 and values[-1] == 0:
            values.pop()
        self.coefficients = tuple(values)

    def __call__(self, x):
        return reduce(lambda total, c: total * x + c, reversed(self.coefficients), 0)

    def __add__(self, other):
        return Polynomial(*(a + b for a, b in zip_longest(self.coefficients, other.coefficients, fillvalue=0)))

    def __neg__(self):
        return Polynomial(*(-c for c in self.coefficients))

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            return Polynomial(*(c * other for c in self.coefficients))
        out = [0] * (len(self.coefficients) + len(other.coefficients) - 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                out[i + j] += a * b
        return Polynomial(*out)

    __rmul__ = __mul__

    def __pow__(self, exponent):
        return reduce(lambda a, b: a * b, [self] * exponent, Polynomial(1))

    def __eq__(self, other):
        return isinstance(other, Polynomial) and self.coefficients == other.coefficients

    def __hash__(self):
        return hash(self.coefficients)

    def derivative(self):
        return Polynomial(*(n * c for n, c in enumerate(self.coefficients) if n)) if len(self.coefficients) > 1 else Polynomial(0)

    def __str__(self):
        terms = []
        for power, c in reversed(list(enumerate(self.coefficients))):
            if c:
                sign = "-" if c < 0 else "+"
                size = "" if abs(c) == 1 and power else str(abs(c))
                terms.append(f"{sign} {size}{'x' if power else ''}{f'^{power}' if power > 1 else ''}")
        text = " ".join(terms) or "+ 0"
        return text[2:] if text.startswith("+") else "-" + text[2:]

p, q = Polynomial(-1, 0, 1), Polynomial(1, 1)
print(p, "|", q, "|", p + q, "|", p - p, "|", p * q, "|", 3 * q, "|", q ** 4)
print(p(3), (p * q).derivative(), p.derivative()(5), p == Polynomial(-1, 0, 1, 0), len({p, Polynomial(-1, 0, 1)}))
