# /// case
# technique = "resource-output"
# analysis = ["exploding-value"]
# without_analysis = "contained"
# reference = ""
# ///
x = ["y" * 1000] * 10 ** 5
print(x)
x
