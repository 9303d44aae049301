# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

orders = pd.DataFrame({
    "day": pd.to_datetime(["2024-01-05", "2024-01-20", "2024-02-03", "2024-02-14", "2024-02-28", "2024-03-09"]),
    "region": ["north", "south", "north", "south", "north", "south"],
    "units": [10, 4, 7, 12, 3, 9],
    "price": [2.5, 10.0, 2.5, 9.5, 3.0, 10.0],
})
orders["revenue"] = orders["units"] * orders["price"]
monthly = orders.groupby([orders["day"].dt.strftime("%Y-%m"), "region"])["revenue"].sum().unstack(fill_value=0.0)
print(monthly.to_string())
print(orders.groupby("region").agg(orders=("units", "size"), units=("units", "sum"), best=("revenue", "max")).to_string())
share = orders.groupby("region")["revenue"].transform(lambda values: values / values.sum()).round(3)
print(share.tolist())
orders["running"] = orders.sort_values("day").groupby("region")["revenue"].cumsum()
print(orders.loc[orders["running"].idxmax(), ["region", "running"]].tolist())
print(orders["revenue"].describe().round(2).to_dict())
