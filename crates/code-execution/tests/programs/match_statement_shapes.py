# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass

@dataclass
class Point:
    x: float
    y: float

@dataclass
class Line:
    a: Point
    b: Point

def describe(value):
    match value:
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Line(Point(x1, _), Point(x2, _)) if x1 == x2:
            return "vertical"
        case {"type": "circle", "r": r, **rest}:
            return f"circle {r} {sorted(rest)}"
        case [int() | float() as first, *others]:
            return f"numbers from {first}, {len(others)} more"
        case str(text):
            return text.upper()
        case None:
            return "none"
        case _:
            return "other"

for v in (Point(0, 0), Point(2, 2), Line(Point(1, 2), Point(1, 9)), {"type": "circle", "r": 3, "fill": "red"}, [1, 2.5, 3], "hi", None, 3j):
    print(describe(v))
