# /// case
# needs = []
# policy = "standard"
# ///
from enum import Enum, Flag, IntEnum, StrEnum, auto, unique

class Permission(Flag):
    READ = auto()
    WRITE = auto()
    EXECUTE = auto()
    ALL = READ | WRITE | EXECUTE

role = Permission.READ | Permission.EXECUTE
print(Permission.WRITE in role, Permission.READ in role, [p.name for p in role])
print((~role & Permission.ALL).name, bool(role & Permission.WRITE), (role ^ Permission.ALL) == Permission.WRITE)

class Priority(IntEnum):
    LOW = 1
    HIGH = 10

class Colour(StrEnum):
    RED = auto()
    BLUE = auto()

@unique
class Planet(Enum):
    EARTH = (5.976e24, 6.37814e6)
    MARS = (6.421e23, 3.3972e6)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def gravity(self):
        return 6.67430e-11 * self.mass / self.radius ** 2

print(Priority.HIGH > 5, sorted([Priority.HIGH, Priority.LOW])[0].name, Colour.RED == "red", f"{Colour.BLUE}")
for planet in Planet:
    print(f"{planet.name.title():<6} {planet.gravity:.2f} m/s2")
try:
    Colour("green")
except ValueError as error:
    print(error)
print(Planet["MARS"].name, list(Colour.__members__))
