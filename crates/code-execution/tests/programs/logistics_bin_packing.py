# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass, field

@dataclass
class Bin:
    capacity: int
    items: list = field(default_factory=list)

    @property
    def free(self):
        return self.capacity - sum(self.items)

def first_fit(items, capacity):
    bins = []
    for item in items:
        if item > capacity:
            raise ValueError(f"{item} does not fit into any bin")
        target = next((b for b in bins if b.free >= item), None)
        if target is None:
            target = Bin(capacity)
            bins.append(target)
        target.items.append(item)
    return bins

def best_fit(items, capacity):
    bins = []
    for item in items:
        target = min((b for b in bins if b.free >= item), key=lambda b: b.free, default=None)
        if target is None:
            bins.append(target := Bin(capacity))
        target.items.append(item)
    return bins

parcels = [48, 30, 19, 36, 36, 27, 42, 42, 36, 24, 30]
bound = -(-sum(parcels) // 100)
for name, method, order in [("first fit", first_fit, parcels), ("best fit", best_fit, parcels),
                            ("first fit decreasing", first_fit, sorted(parcels, reverse=True))]:
    bins = method(order, 100)
    print(f"{name:<21} {len(bins)} bins, free {[b.free for b in bins]}")
print("at least", bound, "bins;", sum(parcels))
try:
    first_fit([120], 100)
except ValueError as error:
    print(error)
