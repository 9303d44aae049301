# /// case
# technique = "big-integers"
# analysis = ["forbidden-import", "exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
x = 7 ** (10 ** 8)
print("ESCAPED")
