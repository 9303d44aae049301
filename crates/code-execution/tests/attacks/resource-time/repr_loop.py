# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
class A:
    def __repr__(self):
        while True:
            pass
print(A())
