"""Cleans up a messy list of orders with the standard library alone: parse, repair, drop duplicates, add up.

    ringfence run examples/clean_orders.py --context @examples/orders.json --artifacts out/
"""

import json
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation


def parse_amount(text):
    """`"1.234,50 EUR"`, `"$1,234.50"` and `1234.5` as a Decimal; None where there is no number."""
    digits = re.sub(r"[^\d.,-]", "", str(text))
    if re.fullmatch(r"-?[\d.]*,\d{2}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


def parse_date(text):
    """`2026-03-01`, `01.03.2026` and `3/1/2026` as a date; None where it is none."""
    for pattern, order in ((r"(\d{4})-(\d\d?)-(\d\d?)", "ymd"), (r"(\d\d?)\.(\d\d?)\.(\d{4})", "dmy"), (r"(\d\d?)/(\d\d?)/(\d{4})", "mdy")):
        if match := re.fullmatch(pattern, str(text).strip()):
            parts = dict(zip(order, map(int, match.groups())))
            try:
                return date(parts["y"], parts["m"], parts["d"])
            except ValueError:
                return None
    return None


seen, clean, rejected = set(), [], []
for order in context["orders"]:
    amount, day = parse_amount(order.get("amount")), parse_date(order.get("date"))
    customer = " ".join(str(order.get("customer", "")).split()).title()
    if amount is None or day is None or not customer:
        rejected.append(order)
    elif order["id"] not in seen:
        seen.add(order["id"])
        clean.append({"id": order["id"], "customer": customer, "date": day.isoformat(), "amount": str(amount)})

totals = defaultdict(Decimal)
for order in clean:
    totals[order["customer"]] += Decimal(order["amount"])

print(f"{len(context['orders'])} orders: {len(clean)} kept, {len(rejected)} rejected")
for customer, total in sorted(totals.items(), key=lambda item: -item[1]):
    print(f"  {customer:<16} {total:>10.2f}")

with open("orders.clean.json", "w") as file:
    json.dump(clean, file, indent=2)
