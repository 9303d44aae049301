# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by unions far deeper than any program.
import sys
sys.setrecursionlimit(10 ** 6)

def deep(make, value=0, depth=50_000):
    for _ in range(depth):
        value = make(value)
    return value

value = deep(lambda v: list[v], int)
try:
    repr(value)
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
