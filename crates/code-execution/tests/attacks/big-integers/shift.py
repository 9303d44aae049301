# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "raised"
# reference = ""
# ///
x = 1 << (1 << 40)
print("ESCAPED")
