# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
sys.setrecursionlimit(10 ** 9)
def f():
    return f()
f()
