# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
x = 9 ** 9 ** 9
print("ESCAPED")
