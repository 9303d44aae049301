# /// case
# needs = []
# policy = "standard"
# ///
from datetime import date, timedelta
from decimal import Decimal

lines = [("Consulting", 12, "95.00"), ("Hosting", 1, "29.90"), ("Domain", 2, "11.50")]
issued = date(2024, 11, 5)
print(f"Invoice 2024-0117{'':>10}{issued:%d %B %Y}")
print("-" * 44)
total = Decimal(0)
for name, quantity, price in lines:
    amount = quantity * Decimal(price)
    total += amount
    print(f"{name:<18}{quantity:>4} x {Decimal(price):>8.2f} {amount:>10.2f}")
print("-" * 44)
vat = (total * Decimal("0.19")).quantize(Decimal("0.01"))
for label, value in (("net", total), ("VAT 19 %", vat), ("total", total + vat)):
    print(f"{label:>32} {value:>11.2f}")
print("due", issued + timedelta(days=30))
