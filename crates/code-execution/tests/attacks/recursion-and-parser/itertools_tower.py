# /// case
# technique = "recursion-and-parser"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# A million adaptors, each around the last: freeing or stepping the outermost walks all of them.
import itertools
tower = iter(range(3))
for _ in range(100_000):
    tower = itertools.chain(tower)
try:
    print("contained", next(tower))
except BaseException as error:
    print("contained", type(error).__name__)
