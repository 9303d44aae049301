# /// case
# technique = "recursion-and-parser"
# analysis = ["endless-recursion"]
# without_analysis = "contained"
# reference = ""
# ///
def f():
    return f()
try:
    f()
except RecursionError:
    print("contained")
