# /// case
# needs = []
# policy = "standard"
# ///
def flatten(value):
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from flatten(item)
    else:
        yield value

def depth(value):
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0

nested = [1, [2, (3, [4, []])], [[[5]]], "six"]
print(list(flatten(nested)), depth(nested))
def power_set(items):
    if not items:
        return [[]]
    rest = power_set(items[1:])
    return rest + [[items[0]] + r for r in rest]
print(sorted(map(tuple, power_set([1, 2, 3])), key=lambda t: (len(t), t)))
