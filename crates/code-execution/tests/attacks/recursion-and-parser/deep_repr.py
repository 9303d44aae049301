# /// case
# technique = "recursion-and-parser"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# A list in a list, a hundred thousand times, shown as text and given back as the value.
x = ()
for _ in range(100_000):
    x = (x,)
for action in (repr, str, hash, lambda v: v == v, "{!r}".format):
    try:
        action(x)
        print("contained, done")
    except BaseException as error:
        print("contained", type(error).__name__)
