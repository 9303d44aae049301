# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "contained"
# reference = ""
# ///
x = []
for _ in range(10 ** 5):
    x = [x]
try:
    print(len(repr(x)))
except RecursionError:
    print("contained")
