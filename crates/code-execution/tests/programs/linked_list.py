# /// case
# needs = []
# policy = "standard"
# ///
class Node:
    def __init__(self, value, following=None):
        self.value, self.next = value, following

class LinkedList:
    def __init__(self, values=()):
        self.head = None
        for value in reversed(list(values)):
            self.head = Node(value, self.head)

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

    def __len__(self):
        return sum(1 for _ in self)

l = LinkedList("abcde")
l.reverse()
print(" -> ".join(l), len(l), "c" in l)
