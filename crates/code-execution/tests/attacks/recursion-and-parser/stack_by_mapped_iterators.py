# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by mapped iterators far deeper than any program.
import sys
sys.setrecursionlimit(10 ** 6)

def deep(make, value=0, depth=100_000):
    for _ in range(depth):
        value = make(value)
    return value

value = deep(lambda v: map(int, v), iter(range(3)))
try:
    next(value)
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
