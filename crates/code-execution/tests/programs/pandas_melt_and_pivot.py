# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

wide = pd.DataFrame({
    "student": ["Ann", "Bob", "Cho"],
    "maths_q1": [71, 88, 93], "maths_q2": [75, 81, 97],
    "art_q1": [64, 90, 70], "art_q2": [80, 85, None],
})
long = wide.melt(id_vars="student", var_name="exam", value_name="score")
long[["subject", "quarter"]] = long["exam"].str.split("_", expand=True)
long = long.drop(columns="exam").dropna().sort_values(["student", "subject", "quarter"]).reset_index(drop=True)
print(long.to_string())
print(long.pivot_table(index="student", columns="subject", values="score", aggfunc="mean", margins=True).round(1).to_string())
by_quarter = long.pivot(index=["student", "subject"], columns="quarter", values="score")
improved = by_quarter["q2"] - by_quarter["q1"]
print(improved.dropna().astype(int).to_dict())
print(pd.crosstab(long["subject"], long["score"] >= 80).to_string())
stacked = wide.set_index("student").stack()
print(stacked.index.nlevels, len(stacked.dropna()))
