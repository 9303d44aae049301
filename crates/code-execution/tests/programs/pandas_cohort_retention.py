# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

visits = pd.DataFrame({
    "user": ["a", "a", "a", "b", "b", "c", "c", "d", "e", "e"],
    "day": pd.to_datetime(["2024-01-02", "2024-02-05", "2024-03-01", "2024-01-15", "2024-03-20",
                           "2024-02-01", "2024-03-03", "2024-02-11", "2024-03-05", "2024-03-06"]),
})
visits["month"] = visits["day"].dt.to_period("M")
visits["cohort"] = visits.groupby("user")["month"].transform("min")
visits["age"] = [(month - cohort).n for month, cohort in zip(visits["month"], visits["cohort"])]
table = visits.groupby(["cohort", "age"])["user"].nunique().unstack()
print(table.fillna(0).astype(int).to_string())
retention = table.div(table[0], axis=0).round(2)
print(retention.loc["2024-01"].tolist())
gaps = visits.sort_values(["user", "day"]).groupby("user")["day"].diff().dt.days.dropna()
print(gaps.astype(int).tolist(), float(gaps.median()))
print(visits.groupby("user")["day"].agg(["first", "last"]).assign(span=lambda f: (f["last"] - f["first"]).dt.days)["span"].to_dict())
