# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = "eryx-host-abort"
# ///
# Native stack, taken by syntax tree far deeper than any program.
import ast
import sys
sys.setrecursionlimit(10 ** 6)

def deep(make, value=0, depth=20_000):
    for _ in range(depth):
        value = make(value)
    return value

tree = deep(lambda v: ast.UnaryOp(ast.Not(), v), ast.Constant(1))
try:
    compile(ast.fix_missing_locations(ast.Expression(tree)), "<deep>", "eval")
    print("contained, done")
except BaseException as error:
    print("contained", type(error).__name__)
