# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "limit"
# reference = ""
# ///
g = iter(())
for _ in range(10 ** 6):
    g = map(str, g)
try:
    print(list(g))
except BaseException as error:
    print("contained", type(error).__name__)
