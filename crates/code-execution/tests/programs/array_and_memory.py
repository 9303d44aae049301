# /// case
# needs = []
# policy = "standard"
# ///
from array import array

a = array("i", [1, 2, 3])
a.append(4)
a.extend(range(5, 8))
print(a, a.itemsize, sum(a), a[2:4].tolist(), a.index(4))
b = array("d", [0.5] * 3)
print(b.tobytes().hex()[:16], len(b) * b.itemsize)
