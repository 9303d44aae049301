# /// case
# technique = "resource-memory"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
x = [[[0] * 10 ** 4] * 10 ** 4] * 10 ** 4
x = [list(map(list, y)) for y in x]
print("ESCAPED")
