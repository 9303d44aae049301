# /// case
# needs = []
# policy = "standard"
# ///
import math
from collections import Counter

ROWS = [
    ("sunny", "hot", "high", "no", "stay"), ("sunny", "hot", "high", "yes", "stay"), ("overcast", "hot", "high", "no", "play"),
    ("rain", "mild", "high", "no", "play"), ("rain", "cool", "normal", "no", "play"), ("rain", "cool", "normal", "yes", "stay"),
    ("overcast", "cool", "normal", "yes", "play"), ("sunny", "mild", "high", "no", "stay"), ("sunny", "cool", "normal", "no", "play"),
    ("rain", "mild", "normal", "no", "play"), ("sunny", "mild", "normal", "yes", "play"), ("overcast", "mild", "high", "yes", "play"),
    ("overcast", "hot", "normal", "no", "play"), ("rain", "mild", "high", "yes", "stay"),
]
NAMES = ["outlook", "temperature", "humidity", "wind"]

def entropy(rows):
    counts = Counter(row[-1] for row in rows).values()
    return -sum(c / len(rows) * math.log2(c / len(rows)) for c in counts)

def split(rows, feature):
    groups = {}
    for row in rows:
        groups.setdefault(row[feature], []).append(row)
    return groups

def gain(rows, feature):
    return entropy(rows) - sum(len(g) / len(rows) * entropy(g) for g in split(rows, feature).values())

def build(rows, features):
    labels = Counter(row[-1] for row in rows)
    if len(labels) == 1 or not features:
        return labels.most_common(1)[0][0]
    best = max(features, key=lambda f: gain(rows, f))
    rest = [f for f in features if f != best]
    return NAMES[best], {value: build(group, rest) for value, group in sorted(split(rows, best).items())}

def show(tree, depth=0):
    name, branches = tree
    for value, branch in branches.items():
        leaf = isinstance(branch, str)
        print("  " * depth + f"{name} = {value}" + (f": {branch}" if leaf else ""))
        if not leaf:
            show(branch, depth + 1)

print([round(gain(ROWS, f), 3) for f in range(4)])
show(build(ROWS, [0, 1, 2, 3]))
