# /// case
# needs = []
# policy = "standard"
# ///
from math import atan2, hypot

points = [(0, 3), (2, 2), (1, 1), (2, 1), (3, 0), (0, 0), (3, 3), (1.5, 4), (-1, 1.5), (2, 2)]

def cross(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

def hull(points):
    ordered = sorted(set(points))
    def half(sequence):
        chain = []
        for point in sequence:
            while len(chain) > 1 and cross(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]
    return half(ordered) + half(reversed(ordered))

def area(polygon):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, polygon[1:] + polygon[:1]))) / 2

def inside(point, polygon):
    hit = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1]):
        if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
            hit = not hit
    return hit

border = hull(points)
print(border, area(border))
print("perimeter", round(sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(border, border[1:] + border[:1])), 4))
print([inside(p, border) for p in [(1, 1), (5, 5), (1.5, 3.9), (-0.9, 1.5)]])
centre = (sum(x for x, _ in border) / len(border), sum(y for _, y in border) / len(border))
print("in order around the centre:", all(cross(centre, a, b) > 0 for a, b in zip(border, border[1:])), round(atan2(1, 1), 4))
