# /// case
# needs = []
# policy = "standard"
# ///
import heapq
from itertools import islice

class RunningMedian:
    def __init__(self):
        self.low, self.high = [], []

    def add(self, value):
        heapq.heappush(self.low, -heapq.heappushpop(self.high, value))
        if len(self.low) > len(self.high):
            heapq.heappush(self.high, -heapq.heappop(self.low))

    def median(self):
        if len(self.high) > len(self.low):
            return self.high[0]
        return (self.high[0] - self.low[0]) / 2

stream = [5, 15, 1, 3, 8, 7, 9, 2]
running = RunningMedian()
medians = []
for value in stream:
    running.add(value)
    medians.append(running.median())
print(medians)
print(heapq.nlargest(3, stream), heapq.nsmallest(2, ["pear", "fig", "banana"], key=len))

def multiples(n):
    value = n
    while True:
        yield value
        value += n

merged = heapq.merge(multiples(3), multiples(5), multiples(7))
unique, last = [], None
for value in merged:
    if value != last:
        unique.append(last := value)
    if len(unique) == 12:
        break
print(unique)
print(list(islice(heapq.merge([9, 4, 1], [8, 3], reverse=True), 5)))
