# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass
from math import cos, hypot, radians, sin

@dataclass(frozen=True)
class Vector:
    x: float
    y: float
    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)
    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)
    __rmul__ = __mul__
    def __abs__(self):
        return hypot(self.x, self.y)

def fly(speed, angle, drag=0.0, step=0.001, g=9.81):
    place, velocity, time, top = Vector(0, 0), speed * Vector(cos(radians(angle)), sin(radians(angle))), 0.0, 0.0
    def acceleration(v):
        return Vector(0, -g) + (-drag * abs(v)) * v
    while place.y >= 0:
        middle = velocity + (step / 2) * acceleration(velocity)
        place = place + step * middle
        velocity = velocity + step * acceleration(middle)
        time += step
        top = max(top, place.y)
    return place.x, top, time

for angle in (30, 45, 60):
    free, top, time = fly(20, angle)
    slowed, _, _ = fly(20, angle, drag=0.02)
    exact = 20 ** 2 * sin(radians(2 * angle)) / 9.81
    print(f"{angle} deg: {free:.2f} m (exact {exact:.2f}), top {top:.2f} m, {time:.2f} s, with drag {slowed:.2f} m")
best = max(range(20, 60), key=lambda angle: fly(20, angle, drag=0.05, step=0.01)[0])
print("best angle with drag is below 45:", best < 45)
