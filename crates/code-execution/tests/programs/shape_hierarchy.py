# /// case
# needs = []
# policy = "standard"
# ///
from abc import ABC, abstractmethod
import math

class Shape(ABC):
    @abstractmethod
    def area(self): ...

    def describe(self):
        return f"{type(self).__name__:<9} {self.area():8.3f}"

class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return math.pi * self.r ** 2

class Rectangle(Shape):
    def __init__(self, w, h): self.w, self.h = w, h
    def area(self): return self.w * self.h

class Square(Rectangle):
    def __init__(self, side): super().__init__(side, side)

for shape in sorted([Circle(1.5), Rectangle(2, 3.5), Square(2.5)], key=lambda s: s.area()):
    print(shape.describe())
try:
    Shape()
except TypeError:
    print("Shape is abstract")
