# /// case
# technique = "resource-memory"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
x = "a" * 10 ** 11
print("ESCAPED", len(x))
