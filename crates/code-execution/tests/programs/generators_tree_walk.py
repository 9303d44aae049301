# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass, field
from collections import deque

@dataclass
class Node:
    name: str
    size: int = 0
    children: list["Node"] = field(default_factory=list)

    def __iter__(self):
        yield self
        for child in self.children:
            yield from child

    def total(self):
        return self.size + sum(child.total() for child in self.children)

    def draw(self, prefix=""):
        for index, child in enumerate(self.children):
            last = index == len(self.children) - 1
            yield f"{prefix}{'└── ' if last else '├── '}{child.name} ({child.total()})"
            yield from child.draw(prefix + ("    " if last else "│   "))

def breadth_first(root):
    queue = deque([(root, 0)])
    while queue:
        node, depth = queue.popleft()
        yield depth, node.name
        queue.extend((child, depth + 1) for child in node.children)

tree = Node("/", 0, [
    Node("home", 4, [Node("ann", 10, [Node("notes", 3)]), Node("bob", 20)]),
    Node("var", 1, [Node("log", 50)]),
    Node("empty"),
])
print(tree.name, tree.total())
print("\n".join(tree.draw()))
print([node.name for node in tree if not node.children])
print(list(breadth_first(tree)))
