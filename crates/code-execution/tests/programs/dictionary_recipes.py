# /// case
# needs = []
# policy = "standard"
# ///
from collections import ChainMap, OrderedDict, defaultdict

inventory = {"apple": 3, "pear": 0, "fig": 7}
print({k: v for k, v in inventory.items() if v}, max(inventory, key=inventory.get), dict(sorted(inventory.items(), key=lambda kv: kv[1])))
inverted = defaultdict(list)
for word in ["one", "two", "three", "four", "six"]:
    inverted[len(word)].append(word)
print(dict(inverted))
print(inventory | {"kiwi": 1}, ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], inventory.setdefault("plum", 9), inventory.pop("fig"))
od = OrderedDict.fromkeys("abcd")
od.move_to_end("b")
print("".join(od), list(inventory.items())[-1])
