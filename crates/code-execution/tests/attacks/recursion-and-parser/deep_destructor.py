# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "contained"
# reference = ""
# ///
class A:
    pass
root = node = A()
for _ in range(10 ** 6):
    node.next = A()
    node = node.next
del root, node
print("contained")
