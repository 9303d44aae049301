# /// case
# needs = []
# policy = "standard"
# ///
import math

class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        yield from (self.x, self.y)

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"

a, b = Vector(3, 4), Vector(1, -2)
print(a + b, 2 * a, abs(a), tuple(b), a == Vector(3, 4), len({a, Vector(3, 4)}))
