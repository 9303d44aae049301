# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by regular expression far deeper than any program.
import re
import sys
sys.setrecursionlimit(10 ** 6)

pattern = "(" * 20_000 + ")" * 20_000
try:
    re.compile(pattern)
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
