# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

df = pd.DataFrame({"city": ["Oslo", "Rome", "Oslo", "Rome", "Bern"], "sales": [10, 20, 30, 5, 7], "cost": [4, 9, 11, 2, 7]})
df["margin"] = df["sales"] - df["cost"]
summary = df.groupby("city")["margin"].sum().sort_values(ascending=False)
for city, margin in summary.items():
    print(f"{city:<6}{int(margin):>4}")
print(int(df["sales"].mean() * 10), df.shape, list(df.columns))
