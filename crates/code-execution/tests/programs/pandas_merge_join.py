# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

people = pd.DataFrame({"id": [1, 2, 3], "name": ["Ann", "Bob", "Cy"]})
orders = pd.DataFrame({"id": [1, 1, 3, 4], "amount": [5.0, 7.5, 2.5, 9.0]})
left = people.merge(orders, on="id", how="left")
for row in left.itertuples(index=False):
    print(row.id, row.name, "none" if pd.isna(row.amount) else f"{row.amount:.1f}")
print(len(people.merge(orders, on="id")), len(people.merge(orders, on="id", how="outer")))
