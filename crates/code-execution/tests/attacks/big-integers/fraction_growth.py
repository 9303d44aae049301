# /// case
# technique = "big-integers"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
from fractions import Fraction
x = Fraction(1, 3)
while True:
    x = x * x + x
