# /// case
# needs = []
# policy = "standard"
# ///
from fractions import Fraction

def egyptian(value):
    parts = []
    while value:
        n = -(-value.denominator // value.numerator)
        parts.append(Fraction(1, n))
        value -= parts[-1]
    return parts

for value in (Fraction(7, 15), Fraction(5, 121), Fraction(3, 7)):
    print(value, "=", " + ".join(map(str, egyptian(value))))
print(Fraction("0.125"), Fraction(3.5), Fraction(22, 7).limit_denominator(5))
