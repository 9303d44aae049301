# /// case
# needs = []
# policy = "standard"
# ///
from collections import namedtuple
from enum import Enum, Flag, IntEnum, auto
from typing import NamedTuple

class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3

class Perm(Flag):
    READ = auto()
    WRITE = auto()
    EXEC = auto()

class Level(IntEnum):
    LOW = 1
    HIGH = 10

class Employee(NamedTuple):
    name: str
    pay: int = 100

Point = namedtuple("Point", "x y", defaults=[0])
print(Color["GREEN"].value, Color(3).name, [c.name for c in Color], Color.RED is Color(1))
rw = Perm.READ | Perm.WRITE
print(Perm.WRITE in rw, Perm.EXEC in rw, Level.HIGH > Level.LOW, Level.LOW + 1)
print(Point(3), Point(1, 2)._replace(y=9), Employee("Ann")._asdict())
