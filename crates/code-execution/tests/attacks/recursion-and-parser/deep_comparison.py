# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "contained"
# reference = ""
# ///
a, b = [], []
for _ in range(10 ** 5):
    a, b = [a], [b]
try:
    print(a == b)
except RecursionError:
    print("contained")
