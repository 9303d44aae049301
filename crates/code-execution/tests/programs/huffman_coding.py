# /// case
# needs = []
# policy = "standard"
# ///
import heapq
from collections import Counter

def codes(text):
    heap = [(n, i, c) for i, (c, n) in enumerate(sorted(Counter(text).items()))]
    heapq.heapify(heap)
    order = len(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], order, (a[2], b[2])))
        order += 1
    table = {}
    def walk(node, prefix):
        if isinstance(node, str):
            table[node] = prefix or "0"
        else:
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")
    walk(heap[0][2], "")
    return table

text = "abracadabra alakazam"
table = codes(text)
bits = "".join(table[c] for c in text)
print(len(bits), len(text) * 8, len(table["a"]) <= min(map(len, table.values())))
reverse, decoded, piece = {v: k for k, v in table.items()}, "", ""
for bit in bits:
    piece += bit
    if piece in reverse:
        decoded += reverse[piece]
        piece = ""
print(decoded == text)
