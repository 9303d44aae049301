# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# The limit raised to the highest, and recursion that goes through native code at each level.
import functools, sys
sys.setrecursionlimit(2 ** 31 - 1)
sort = lambda n: sorted([1, 2], key=lambda _: sort(n + 1))
fold = lambda n: functools.reduce(lambda a, b: fold(n + 1), [1, 2])
walk = lambda n: list(map(walk, [n + 1]))
for action in (sort, fold, walk):
    try:
        action(0)
    except RecursionError:
        print("contained")
