# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import", "dynamic-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
# Native stack, taken by showing far deeper than any program.
import sys
sys.setrecursionlimit(10 ** 6)

class Call:
    def __init__(self, inner):
        self.inner = inner
    def __repr__(self):
        return repr(self.inner)
    def __call__(self):
        return self.inner()
    def __getattr__(self, name):
        return getattr(self.inner, name)
    def __del__(self):
        self.inner = None
def deep(make, value=0, depth=100_000):
    for _ in range(depth):
        value = make(value)
    return value

value = deep(Call)
try:
    repr(value)
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
