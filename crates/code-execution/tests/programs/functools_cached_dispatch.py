# /// case
# needs = []
# policy = "standard"
# ///
from functools import cached_property, lru_cache, partial, reduce, singledispatch, total_ordering, wraps

@lru_cache(maxsize=None)
def partitions(n, largest):
    if n == 0:
        return 1
    return sum(partitions(n - part, part) for part in range(1, min(n, largest) + 1))

print([partitions(n, n) for n in range(1, 12)], partitions.cache_info().hits > 0)

@singledispatch
def describe(value):
    return f"something else: {value!r}"

@describe.register
def _(value: int):
    return f"integer {value:#x}"

@describe.register(list)
@describe.register(tuple)
def _(value):
    return f"{len(value)} items: " + "; ".join(map(describe, value))

print(describe(255), "|", describe([1, "a", (2, 3)]), "|", describe(True))

@total_ordering
class Version:
    def __init__(self, text):
        self.text = text
    @cached_property
    def parts(self):
        print("parsing", self.text)
        return tuple(int(part) for part in self.text.split("."))
    def __eq__(self, other):
        return self.parts == other.parts
    def __lt__(self, other):
        return self.parts < other.parts

versions = [Version("1.10.0"), Version("1.9.3"), Version("1.9.30")]
print([version.text for version in sorted(versions)], versions[0] >= versions[1])
print(reduce(lambda total, digit: total * 10 + digit, [4, 0, 9, 6]), partial(int, base=2)("10110"))

def shout(function):
    @wraps(function)
    def inner(*args):
        return function(*args).upper()
    return inner

@shout
def greet(name):
    """Greets."""
    return f"hello {name}"

print(greet("ann"), greet.__name__, greet.__doc__)
