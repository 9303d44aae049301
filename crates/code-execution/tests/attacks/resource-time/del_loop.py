# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
class A:
    def __del__(self):
        while True:
            pass
a = A()
del a
