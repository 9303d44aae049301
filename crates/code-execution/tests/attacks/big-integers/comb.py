# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
import math
math.comb(10 ** 9, 5 * 10 ** 8)
print("ESCAPED")
