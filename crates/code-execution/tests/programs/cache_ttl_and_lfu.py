# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter, OrderedDict

class Clock:
    def __init__(self):
        self.now = 0

class TimedCache:
    def __init__(self, clock, seconds, size):
        self.clock, self.seconds, self.size = clock, seconds, size
        self.entries, self.hits, self.misses = OrderedDict(), 0, 0

    def get(self, key, load):
        entry = self.entries.get(key)
        if entry and entry[1] > self.clock.now:
            self.hits += 1
            self.entries.move_to_end(key)
            return entry[0]
        self.misses += 1
        value = load(key)
        self.entries[key] = value, self.clock.now + self.seconds
        self.entries.move_to_end(key)
        while len(self.entries) > self.size:
            self.entries.popitem(last=False)
        return value

class LeastFrequent:
    def __init__(self, size):
        self.size, self.values, self.uses = size, {}, Counter()

    def put(self, key, value):
        if key not in self.values and len(self.values) == self.size:
            victim = min(self.values, key=lambda k: self.uses[k])
            del self.values[victim], self.uses[victim]
        self.values[key] = value
        self.uses[key] += 1

    def get(self, key):
        if key in self.values:
            self.uses[key] += 1
        return self.values.get(key)

clock = Clock()
cache = TimedCache(clock, seconds=10, size=2)
loads = []
def load(key):
    loads.append(key)
    return key.upper()
for moment, key in [(0, "a"), (3, "a"), (5, "b"), (11, "a"), (12, "c"), (13, "b")]:
    clock.now = moment
    cache.get(key, load)
print(loads, cache.hits, cache.misses, list(cache.entries))
lfu = LeastFrequent(2)
lfu.put("x", 1)
lfu.put("y", 2)
lfu.get("x")
lfu.put("z", 3)
print(lfu.get("y"), lfu.get("x"), lfu.get("z"), dict(lfu.uses))
