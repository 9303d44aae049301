# /// case
# technique = "big-integers"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
import math
math.comb(10 ** 9, 5 * 10 ** 8)
print("ESCAPED")
