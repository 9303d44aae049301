# /// case
# technique = "resource-memory"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# Cycles that only the collector frees: memory stays under the limit all the same.
class Node:
    pass
for _ in range(200_000):
    node = Node()
    node.self, node.data = node, bytes(200)
print("contained")
