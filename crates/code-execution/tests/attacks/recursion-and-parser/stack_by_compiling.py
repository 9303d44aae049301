# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = "eryx-host-abort"
# ///
# Native stack, taken by compiling far deeper than any program.
import sys
sys.setrecursionlimit(10 ** 6)

source = "(" * 50_000 + "1" + ")" * 50_000
try:
    compile(source, "<deep>", "eval")
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
