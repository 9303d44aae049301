# /// case
# needs = []
# policy = "standard"
# ///
from decimal import Decimal, ROUND_HALF_EVEN, ROUND_HALF_UP, getcontext, localcontext

getcontext().prec = 28
CENT = Decimal("0.01")

def grow(principal, annual_rate, years, periods_per_year=12, deposit=Decimal(0)):
    rate = annual_rate / periods_per_year
    balance = principal
    history = []
    for period in range(1, years * periods_per_year + 1):
        balance += (balance * rate).quantize(CENT, rounding=ROUND_HALF_EVEN) + deposit
        if period % periods_per_year == 0:
            history.append(balance)
    return history

for year, balance in enumerate(grow(Decimal("1000"), Decimal("0.045"), 5, deposit=Decimal("50")), 1):
    print(f"year {year}: {balance:>12,.2f}")

print(Decimal("2.675").quantize(CENT, ROUND_HALF_UP), Decimal("2.665").quantize(CENT, ROUND_HALF_EVEN))
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), Decimal(0.1))
with localcontext() as context:
    context.prec = 50
    print(Decimal(2).sqrt())
print(Decimal("123.4500").normalize(), Decimal("1E+3").to_integral_value(), Decimal("-7") % Decimal("3"))
