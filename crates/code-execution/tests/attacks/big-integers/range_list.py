# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "raised"
# reference = ""
# ///
x = list(range(10 ** 11))
print("ESCAPED")
