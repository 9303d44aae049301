# /// case
# needs = []
# policy = "standard"
# ///
from abc import ABC, abstractmethod
from math import hypot, pi

class Shape(ABC):
    @abstractmethod
    def area(self): ...

    @abstractmethod
    def accept(self, visitor): ...

    def __str__(self):
        return f"{type(self).__name__} of area {self.area():.2f}"

class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius
    def area(self):
        return pi * self.radius ** 2
    def accept(self, visitor):
        return visitor.circle(self)

class Triangle(Shape):
    def __init__(self, *points):
        self.points = points
    def area(self):
        (ax, ay), (bx, by), (cx, cy) = self.points
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
    def accept(self, visitor):
        return visitor.triangle(self)

class Perimeter:
    def circle(self, shape):
        return 2 * pi * shape.radius
    def triangle(self, shape):
        a, b, c = shape.points
        return sum(hypot(p[0] - q[0], p[1] - q[1]) for p, q in ((a, b), (b, c), (c, a)))

shapes = [Circle(1.5), Triangle((0, 0), (4, 0), (0, 3))]
for shape in sorted(shapes, key=lambda shape: shape.area()):
    print(shape, f"perimeter {shape.accept(Perimeter()):.2f}")
try:
    Shape()
except TypeError:
    print("an abstract class has no instances")
print(isinstance(shapes[0], Shape), issubclass(Triangle, Shape))
