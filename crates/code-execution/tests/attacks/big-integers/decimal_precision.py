# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
from decimal import Decimal, getcontext
getcontext().prec = 10 ** 8
print(Decimal(2).sqrt())
print("ESCAPED")
