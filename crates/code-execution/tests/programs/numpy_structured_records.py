# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

people = np.array(
    [("Ann", 34, 61.5), ("Bob", 45, 82.0), ("Cho", 29, 70.25), ("Dee", 45, 58.0)],
    dtype=[("name", "U10"), ("age", "i4"), ("weight", "f8")],
)
print(people["name"][people["age"] > 30].tolist())
print(np.sort(people, order=["age", "name"])["name"].tolist())
print(people["weight"].mean(), people.dtype.names, people.itemsize)
oldest = people[people["age"] == people["age"].max()]
print(oldest.tolist())
people["weight"] *= 2.2046
print(people["weight"].round(1).tolist())

names, inverse, counts = np.unique(np.array(["b", "a", "c", "a", "b", "a"]), return_inverse=True, return_counts=True)
print(names.tolist(), inverse.tolist(), counts.tolist())
print(np.searchsorted([10, 20, 30], [5, 10, 25, 35]).tolist(), np.digitize([0.5, 1.5, 2.5], [1, 2]).tolist())
a, b = np.array([1, 2, 3, 4]), np.array([3, 4, 5])
print(np.intersect1d(a, b).tolist(), np.union1d(a, b).tolist(), np.setdiff1d(a, b).tolist(), np.isin(a, b).tolist())
print(np.array_split(np.arange(7), 3)[1].tolist(), np.stack([a[:3], b]).T.tolist())
