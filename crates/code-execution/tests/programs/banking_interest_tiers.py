# /// case
# needs = []
# policy = "standard"
# ///
from bisect import bisect_right
from decimal import Decimal, ROUND_HALF_UP

TAX = [(Decimal(0), Decimal("0.00")), (Decimal(11_000), Decimal("0.14")), (Decimal(30_000), Decimal("0.24")), (Decimal(80_000), Decimal("0.42"))]
CENT = Decimal("0.01")

def tax(income):
    total = Decimal(0)
    for (start, rate), (end, _) in zip(TAX, [*TAX[1:], (Decimal("Infinity"), None)]):
        if income > start:
            total += (min(income, end) - start) * rate
    return total.quantize(CENT, ROUND_HALF_UP)

def marginal(income):
    return TAX[bisect_right([start for start, _ in TAX], income) - 1][1]

for income in map(Decimal, ("9000", "11000", "25000.50", "80000", "150000")):
    due = tax(income)
    print(f"{income:>10,.2f} tax {due:>10,.2f} effective {due / income:>6.1%} marginal {marginal(income):.0%}")

def round_trip(amount, rates):
    for rate in rates:
        amount = (amount * Decimal(rate)).quantize(CENT, ROUND_HALF_UP)
    return amount

print(round_trip(Decimal("100"), ["1.0873", "0.8571", "1.0731"]))
split = [(Decimal("100") / 3).quantize(CENT)] * 3
split[0] += Decimal("100") - sum(split)
print([str(part) for part in split], sum(split))
