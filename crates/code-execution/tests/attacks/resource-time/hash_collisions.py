# /// case
# technique = "resource-time"
# analysis = ["constant-hash"]
# without_analysis = "limit"
# reference = ""
# ///
class A:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return False
table = {}
for i in range(10 ** 6):
    table[A()] = i
