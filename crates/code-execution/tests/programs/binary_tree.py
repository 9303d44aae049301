# /// case
# needs = []
# policy = "standard"
# ///
class Tree:
    def __init__(self):
        self.root = None

    def insert(self, key):
        if self.root is None:
            self.root = [key, None, None]
            return
        node = self.root
        while True:
            side = 1 if key < node[0] else 2
            if node[side] is None:
                node[side] = [key, None, None]
                return
            node = node[side]

    def walk(self, node=False):
        node = self.root if node is False else node
        if node:
            yield from self.walk(node[1])
            yield node[0]
            yield from self.walk(node[2])

    def height(self, node=False):
        node = self.root if node is False else node
        return 0 if node is None else 1 + max(self.height(node[1]), self.height(node[2]))

t = Tree()
for key in [50, 30, 70, 20, 40, 60, 80, 65]:
    t.insert(key)
print(list(t.walk()), t.height())
