# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

df = pd.DataFrame({"w": [2, 3, 4], "h": [5, 6, 7]})
df["area"] = df.apply(lambda row: row["w"] * row["h"], axis=1)
df["size"] = df["area"].map(lambda a: "big" if a > 15 else "small")
print(df.to_dict("list"))
print(df["size"].value_counts().to_dict(), df[["w", "h"]].agg(["min", "max"]).to_dict())
