# /// case
# needs = []
# policy = "standard"
# ///
import csv
import io
from collections import defaultdict

DATA = """date,region,product,units,unit_price
2024-01-03,North,Widget,12,4.50
2024-01-04,South,Gadget,3,19.99
2024-01-04,North,Gadget,5,19.99
2024-01-09,East,Widget,40,4.25
2024-01-11,South,Widget,18,4.50
2024-01-15,East,Doohickey,2,129.00
"""

totals = defaultdict(lambda: {"units": 0, "revenue": 0.0})
for row in csv.DictReader(io.StringIO(DATA)):
    units = int(row["units"])
    entry = totals[row["region"]]
    entry["units"] += units
    entry["revenue"] += units * float(row["unit_price"])

print(f"{'Region':<8}{'Units':>7}{'Revenue':>12}{'Avg':>8}")
for region, entry in sorted(totals.items(), key=lambda item: -item[1]["revenue"]):
    average = entry["revenue"] / entry["units"]
    print(f"{region:<8}{entry['units']:>7}{entry['revenue']:>12,.2f}{average:>8.2f}")
grand = sum(entry["revenue"] for entry in totals.values())
print(f"{'Total':<8}{'':>7}{grand:>12,.2f}")
