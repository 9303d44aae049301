"""A report on the Palmer penguins: a table by species and sex, and a plot of bill length against flipper length.

    ringfence run examples/penguins_report.py --file examples/penguins.csv --artifacts out/
"""

import matplotlib.pyplot as plt
import pandas as pd

penguins = pd.read_csv("penguins.csv")
measured = penguins.dropna(subset=["bill_length_mm", "flipper_length_mm", "body_mass_g", "sex"])

print(f"{len(penguins)} penguins, {len(measured)} fully measured")
print()
table = (
    measured.groupby(["species", "sex"])
    .agg(
        penguins=("species", "size"),
        bill_length_mm=("bill_length_mm", "mean"),
        flipper_length_mm=("flipper_length_mm", "mean"),
        body_mass_g=("body_mass_g", "mean"),
    )
    .round(1)
)
print(table.to_string())

figure, axes = plt.subplots(figsize=(8, 5))
for species, group in measured.groupby("species"):
    axes.scatter(group["flipper_length_mm"], group["bill_length_mm"], label=species, alpha=0.7)
axes.set_title("Palmer penguins: bill and flipper")
axes.set_xlabel("flipper length (mm)")
axes.set_ylabel("bill length (mm)")
axes.legend(title="species")

table.to_csv("summary.csv")
