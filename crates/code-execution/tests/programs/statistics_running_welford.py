# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass
from math import sqrt
import statistics

@dataclass
class Running:
    count: int = 0
    mean: float = 0.0
    squares: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")

    def add(self, value):
        self.count += 1
        delta = value - self.mean
        self.mean += delta / self.count
        self.squares += delta * (value - self.mean)
        self.low, self.high = min(self.low, value), max(self.high, value)
        return self

    def __add__(self, other):
        count = self.count + other.count
        delta = other.mean - self.mean
        return Running(count, self.mean + delta * other.count / count,
                       self.squares + other.squares + delta ** 2 * self.count * other.count / count,
                       min(self.low, other.low), max(self.high, other.high))

    @property
    def deviation(self):
        return sqrt(self.squares / (self.count - 1))

values = [1e9 + x for x in (4, 7, 13, 16)]
total = Running()
for value in values:
    total.add(value)
print(f"{total.mean:.1f} {total.deviation:.4f} {statistics.stdev(values):.4f}")
naive = sum(v * v for v in values) / 4 - (sum(values) / 4) ** 2
print("the naive formula is off:", abs(naive - 22.5) > 1)
left, right = Running(), Running()
for index in range(1000):
    (left if index % 3 else right).add((index * 37) % 101)
both = left + right
print(both.count, round(both.mean, 6), round(both.deviation, 6), both.low, both.high)
