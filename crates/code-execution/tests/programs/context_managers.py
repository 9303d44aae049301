# /// case
# needs = []
# policy = "standard"
# ///
from contextlib import ExitStack, contextmanager, suppress

@contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name.upper()
    finally:
        print(f"</{name}>")

with tag("ul") as outer, tag("li") as inner:
    print(outer, inner)
with suppress(ZeroDivisionError):
    with tag("b"):
        print(1 / 0)
class Managed:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        print("swallowing", kind.__name__ if kind else None)
        return True
with Managed():
    raise KeyError("x")
with ExitStack() as stack:
    for i in range(2):
        stack.callback(print, "undo", i)
