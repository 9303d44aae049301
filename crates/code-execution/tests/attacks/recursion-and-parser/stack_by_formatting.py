# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by formatting far deeper than any program.
import sys
sys.setrecursionlimit(10 ** 6)

spec = "{:" * 5_000 + "}" * 5_000
try:
    spec.format(*range(10_000))
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
