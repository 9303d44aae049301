# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

customers = pd.DataFrame({"id": [1, 2, 3], "name": ["Ann", "Bob", "Cho"], "city": ["Oslo", "Rome", "Oslo"]})
orders = pd.DataFrame({"order": [10, 11, 12, 13], "customer": [1, 1, 3, 9], "total": [20.0, 35.5, 12.25, 99.0]})
joined = customers.merge(orders, left_on="id", right_on="customer", how="outer", indicator=True)
print(joined["_merge"].value_counts().sort_index().to_dict())
print(joined[["name", "order", "total"]].sort_values("total").to_string(index=False))
spent = customers.set_index("id").join(orders.groupby("customer")["total"].sum()).fillna({"total": 0})
print(spent.groupby("city")["total"].sum().to_dict())
try:
    customers.merge(orders, left_on="id", right_on="customer", validate="one_to_one")
except pd.errors.MergeError:
    print("not one to one")

rates = pd.DataFrame({"time": pd.to_datetime(["2024-01-01 09:00", "2024-01-01 12:00"]), "rate": [1.10, 1.12]})
trades = pd.DataFrame({"time": pd.to_datetime(["2024-01-01 08:59", "2024-01-01 09:30", "2024-01-01 15:00"]), "amount": [100, 200, 300]})
matched = pd.merge_asof(trades, rates, on="time")
print(matched["rate"].tolist(), (matched["amount"] * matched["rate"]).round(2).tolist())
print(pd.concat([customers.head(1), customers.tail(1)], keys=["first", "last"]).index.tolist())
