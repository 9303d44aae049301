# /// case
# needs = []
# policy = "standard"
# ///
from decimal import Decimal, ROUND_HALF_UP, getcontext

getcontext().prec = 28
prices = [Decimal("19.99"), Decimal("5.01"), Decimal("0.10")]
subtotal = sum(prices)
tax = (subtotal * Decimal("0.0825")).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
print(subtotal, tax, subtotal + tax)
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), 0.1 + 0.2 == 0.3)
print(Decimal(2).sqrt(), Decimal("1E+3").normalize(), Decimal("-7") % 3)
