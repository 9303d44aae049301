# /// case
# needs = []
# policy = "standard"
# ///
class Groups:
    def __init__(self, items):
        self.parent = {i: i for i in items}

    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def union(self, a, b):
        self.parent[self.find(a)] = self.find(b)

edges = [(7, "A", "D"), (5, "B", "C"), (8, "B", "D"), (9, "A", "B"), (5, "C", "E"), (15, "D", "E"), (6, "D", "F"), (8, "E", "F")]
groups, tree = Groups("ABCDEF"), []
for weight, a, b in sorted(edges):
    if groups.find(a) != groups.find(b):
        groups.union(a, b)
        tree.append((a, b, weight))
print(tree, sum(w for *_, w in tree))
