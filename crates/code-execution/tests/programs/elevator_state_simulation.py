# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque
from enum import Enum

class Direction(Enum):
    UP = 1
    DOWN = -1
    IDLE = 0

class Elevator:
    def __init__(self, floors):
        self.floors, self.floor, self.direction = floors, 0, Direction.IDLE
        self.stops, self.travelled, self.trace = set(), 0, []

    def call(self, floor):
        if not 0 <= floor < self.floors:
            raise ValueError(f"no floor {floor}")
        self.stops.add(floor)

    def step(self):
        if self.floor in self.stops:
            self.stops.discard(self.floor)
            self.trace.append(f"open@{self.floor}")
            return
        if not self.stops:
            self.direction = Direction.IDLE
            return
        ahead = [s for s in self.stops if (s - self.floor) * self.direction.value > 0]
        if not ahead:
            nearest = min(self.stops, key=lambda s: (abs(s - self.floor), s))
            self.direction = Direction.UP if nearest > self.floor else Direction.DOWN
        self.floor += self.direction.value
        self.travelled += 1

elevator = Elevator(10)
calls = deque([(0, 5), (1, 2), (3, 9), (6, 1), (20, 0)])
for tick in range(40):
    while calls and calls[0][0] == tick:
        elevator.call(calls.popleft()[1])
    elevator.step()
print(elevator.trace)
print("travelled", elevator.travelled, "floors; now", elevator.floor, elevator.direction.name)
try:
    elevator.call(99)
except ValueError as error:
    print(error)
