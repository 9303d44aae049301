# /// case
# technique = "resource-memory"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
x = bytearray(10 ** 12)
print("ESCAPED")
