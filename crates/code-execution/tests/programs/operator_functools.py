# /// case
# needs = []
# policy = "standard"
# ///
from functools import partial, reduce, singledispatch, total_ordering
from operator import attrgetter, itemgetter, mul

print(reduce(mul, range(1, 8)), sorted([("b", 2), ("a", 3)], key=itemgetter(1)), list(map(partial(pow, 2), range(6))))

@singledispatch
def show(value):
    return f"? {value}"

@show.register
def _(value: int):
    return f"int {value:+d}"

@show.register(list)
def _(value):
    return "list " + ", ".join(map(show, value))

print(show(3), show("x"), show([1, "y"]), sep=" | ")

@total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))
    def __eq__(self, other):
        return self.parts == other.parts
    def __lt__(self, other):
        return self.parts < other.parts

print(Version("1.10") > Version("1.9"), max(map(Version, ["2.0", "2.0.1"])).parts, list(map(attrgetter("parts"), [Version("3")])))
