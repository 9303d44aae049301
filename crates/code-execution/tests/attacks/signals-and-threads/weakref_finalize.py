# /// case
# technique = "signals-and-threads"
# analysis = ["endless-loop"]
# without_analysis = "contained"
# reference = ""
# ///
import weakref
class A:
    pass
a = A()
def forever():
    while True:
        pass
weakref.finalize(a, forever)
print("done")
