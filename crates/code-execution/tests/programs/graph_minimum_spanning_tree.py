# /// case
# needs = []
# policy = "standard"
# ///
from collections import defaultdict
import heapq

EDGES = [("A", "B", 7), ("A", "D", 5), ("B", "C", 8), ("B", "D", 9), ("B", "E", 7), ("C", "E", 5),
         ("D", "E", 15), ("D", "F", 6), ("E", "F", 8), ("E", "G", 9), ("F", "G", 11)]

def kruskal(edges):
    parent = {}
    def find(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    tree = []
    for a, b, weight in sorted(edges, key=lambda e: e[2]):
        if find(a) != find(b):
            parent[find(a)] = find(b)
            tree.append((a, b, weight))
    return tree

def prim(edges, start):
    graph = defaultdict(list)
    for a, b, weight in edges:
        graph[a].append((weight, a, b))
        graph[b].append((weight, b, a))
    seen, heap, tree = {start}, list(graph[start]), []
    heapq.heapify(heap)
    while heap:
        weight, a, b = heapq.heappop(heap)
        if b not in seen:
            seen.add(b)
            tree.append((a, b, weight))
            for edge in graph[b]:
                heapq.heappush(heap, edge)
    return tree

for name, tree in (("Kruskal", kruskal(EDGES)), ("Prim", prim(EDGES, "A"))):
    print(name, sum(w for *_, w in tree), " ".join(f"{a}{b}:{w}" for a, b, w in tree))
