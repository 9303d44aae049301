# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter

basket = Counter(apples=3, pears=1, plums=4)
sold = Counter(apples=1, plums=5)
print("left:", dict(basket - sold))
print("union:", dict(sorted((basket | sold).items())), "intersection:", dict(sorted((basket & sold).items())))
basket.subtract(sold)
print("may be negative:", dict(basket), "kept:", dict(+basket))
print("total:", Counter("mississippi").total(), Counter("mississippi").most_common(2))

def can_write(note, magazine):
    return not Counter(note.split()) - Counter(magazine.split())

print(can_write("meet me at noon", "at noon please meet me by the gate"))
print(can_write("meet me at at noon", "at noon please meet me by the gate"))

votes = ["ann", "bob", "ann", "cho", "bob", "ann", "bob"]
tally = Counter(votes)
best = max(tally.values())
print("tied:", sorted(name for name, count in tally.items() if count == best))
print(sorted(Counter("abracadabra").elements()))
print(Counter("listen") == Counter("silent"), Counter("aab") <= Counter("aaabb"))
