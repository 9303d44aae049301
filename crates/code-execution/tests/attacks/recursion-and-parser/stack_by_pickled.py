# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by pickled far deeper than any program.
import pickle
import sys
sys.setrecursionlimit(10 ** 6)

data = b"(" * 10 ** 6 + b"l" * 10 ** 6 + b"."
try:
    repr(pickle.loads(data))
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
