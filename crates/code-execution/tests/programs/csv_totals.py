# /// case
# needs = []
# policy = "standard"
# ///
import csv
import io
from collections import defaultdict

data = """region,product,units,price
north,apple,10,0.5
south,apple,7,0.55
north,pear,3,0.8
south,"plum, red",12,0.25
"""
totals = defaultdict(float)
for row in csv.DictReader(io.StringIO(data)):
    totals[row["region"]] += int(row["units"]) * float(row["price"])
out = io.StringIO()
writer = csv.writer(out, lineterminator="\n")
writer.writerow(["region", "total"])
for region in sorted(totals):
    writer.writerow([region, f"{totals[region]:.2f}"])
print(out.getvalue(), end="")
