# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-import", "dynamic-attribute"]
# without_analysis = "contained"
# reference = "eryx-host-abort"
# ///
# Native stack taken in as many ways as there are: compiling, comparing, showing, copying, sorting, formatting.
import ast, copy, json, sys
sys.setrecursionlimit(10 ** 6)

def deep(make, depth=100_000):
    value = 0
    for _ in range(depth):
        value = make(value)
    return value

class Call:
    def __init__(self, inner):
        self.inner = inner
    def __repr__(self):
        return repr(self.inner)
    def __call__(self, *parts):
        return self.inner()
    def __getattr__(self, name):
        return getattr(self.inner, name)

for name, action in (
    ("compile", lambda: compile("(" * 50_000 + "1" + ")" * 50_000, "", "eval")),
    ("unparse", lambda: ast.unparse(deep(lambda v: ast.UnaryOp(ast.Not(), v if v else ast.Constant(1)), 20_000))),
    ("repr", lambda: repr(deep(lambda v: (v,)))),
    ("hash", lambda: hash(deep(lambda v: (v,)))),
    ("compare", lambda: deep(lambda v: [v]) == deep(lambda v: [v])),
    ("json", lambda: json.dumps(deep(lambda v: [v]))),
    ("copy", lambda: copy.deepcopy(deep(lambda v: [v]))),
    ("attribute", lambda: deep(Call).missing),
    ("call", lambda: deep(Call)()),
    ("show", lambda: repr(deep(Call))),
):
    try:
        action()
        print("done", name)
    except BaseException as error:
        print("contained", name, type(error).__name__)
