# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass
from fractions import Fraction

@dataclass(frozen=True)
class Quantity:
    value: Fraction
    units: tuple = ()

    @staticmethod
    def of(value, **units):
        return Quantity(Fraction(value), tuple(sorted((u, p) for u, p in units.items() if p)))

    def _combine(self, other, sign):
        powers = dict(self.units)
        for unit, power in other.units:
            powers[unit] = powers.get(unit, 0) + sign * power
        return tuple(sorted((u, p) for u, p in powers.items() if p))

    def __mul__(self, other):
        return Quantity(self.value * other.value, self._combine(other, 1))

    def __truediv__(self, other):
        return Quantity(self.value / other.value, self._combine(other, -1))

    def __add__(self, other):
        if self.units != other.units:
            raise TypeError(f"cannot add {other} to {self}")
        return Quantity(self.value + other.value, self.units)

    def __str__(self):
        names = "·".join(unit if power == 1 else f"{unit}^{power}" for unit, power in self.units)
        return f"{float(self.value):g} {names}".strip()

metre, second, kilogram = Quantity.of(1, m=1), Quantity.of(1, s=1), Quantity.of(1, kg=1)
def q(number, unit):
    return Quantity.of(number) * unit

speed = q(100, metre) / q("9.58", second)
newton = kilogram * metre / second / second
print(speed, "|", q(70, kilogram) * speed, "|", newton, "|", newton * metre / newton)
print(q(5, metre) + q(7, metre), q(1, metre) == metre, hash(metre) == hash(q(1, metre)))
try:
    q(5, metre) + q(2, second)
except TypeError as error:
    print("error:", error)
