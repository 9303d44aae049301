# /// case
# needs = []
# policy = "standard"
# ///
from collections.abc import MutableMapping, Sequence

class SparseVector(Sequence):
    def __init__(self, size, entries=()):
        self.size = size
        self.entries = {index: value for index, value in dict(entries).items() if value}

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        if isinstance(index, slice):
            picked = range(*index.indices(self.size))
            return SparseVector(len(picked), ((n, self.entries.get(i, 0)) for n, i in enumerate(picked)))
        if index < 0:
            index += self.size
        if not 0 <= index < self.size:
            raise IndexError(index)
        return self.entries.get(index, 0)

    def __matmul__(self, other):
        small, large = sorted((self.entries, other.entries), key=len)
        return sum(value * large.get(index, 0) for index, value in small.items())

    def __repr__(self):
        return f"SparseVector({self.size}, {dict(sorted(self.entries.items()))})"

a = SparseVector(1000, {1: 2, 500: 3, 999: -1, 7: 0})
b = SparseVector(1000, {500: 4, 999: 10})
print(len(a), a[500], a[-1], a @ b, a)
print(a[495:505], 3 in a, a.index(3), a.count(0))
try:
    a[1000]
except IndexError as error:
    print("IndexError", error)

class Defaulting(MutableMapping):
    def __init__(self):
        self.data = {}
    def __getitem__(self, key):
        return self.data.get(key, f"<{key}>")
    def __setitem__(self, key, value):
        self.data[key] = value
    def __delitem__(self, key):
        del self.data[key]
    def __iter__(self):
        return iter(self.data)
    def __len__(self):
        return len(self.data)

d = Defaulting()
d.update(a=1, b=2)
print(d["a"], d["z"], d.pop("b"), dict(d), d.setdefault("c", 9))
