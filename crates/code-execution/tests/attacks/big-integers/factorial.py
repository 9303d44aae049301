# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
import math
math.factorial(10 ** 8)
print("ESCAPED")
