import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

frame = pd.DataFrame({"group": ["a", "b", "a", "c"], "value": [1.0, 2.5, 3.0, np.nan]})
frame["when"] = pd.to_datetime("2026-01-01") + pd.to_timedelta(np.arange(4), unit="D")
text = frame.to_csv(index=False)
with open("warm_up.csv", "w") as file:
    file.write(text)
again = pd.read_csv("warm_up.csv", parse_dates=["when"])
print(again.groupby("group")["value"].agg(["mean", "count"]))
print(again.describe(), again.merge(frame, on="group").sort_values("group").head())
print(again.pivot_table(index="group", values="value", aggfunc="sum"))
print(np.linalg.solve(np.eye(2), np.ones(2)), np.random.default_rng(1).normal(size=2))
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [2, 1, 3], label="line")
ax.bar([1, 2], [1, 2])
ax.set_title("warm up")
ax.legend()
frame
