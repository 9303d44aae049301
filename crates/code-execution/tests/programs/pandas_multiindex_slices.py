# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

index = pd.MultiIndex.from_product([["2023", "2024"], ["Q1", "Q2", "Q3", "Q4"]], names=["year", "quarter"])
sales = pd.DataFrame({"online": [10, 12, 9, 20, 14, 15, 13, 28], "shop": [30, 28, 27, 35, 25, 24, 26, 30]}, index=index)
print(sales.loc["2024"].sum().to_dict())
print(sales.xs("Q4", level="quarter").to_string())
print(sales.loc[("2023", "Q2"):("2024", "Q1"), "online"].tolist())
growth = sales.groupby(level="quarter").pct_change().loc["2024"].round(3)
print(growth.to_string())
flat = sales.unstack("year")
print(flat.columns.tolist())
flat.columns = [f"{channel}_{year}" for channel, year in flat.columns]
print(flat.loc["Q4"].to_dict())
print(sales.assign(total=sales.sum(axis=1))["total"].groupby("year").agg(["sum", "mean"]).to_string())
print(sales.swaplevel().sort_index().index[:3].tolist())
print(sales.query("online > 13 and quarter != 'Q4'").index.tolist())
