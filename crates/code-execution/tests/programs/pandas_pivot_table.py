# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

df = pd.DataFrame({"q": ["Q1", "Q1", "Q2", "Q2", "Q2"], "team": ["a", "b", "a", "b", "a"], "points": [3, 5, 2, 8, 4]})
table = df.pivot_table(index="team", columns="q", values="points", aggfunc="sum", fill_value=0)
for team in table.index:
    print(team, [int(v) for v in table.loc[team]])
print(list(table.columns), int(table.to_numpy().sum()))
