# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import numpy as np
import pandas as pd

days = pd.date_range("2024-03-01", periods=12, freq="D")
visits = pd.Series([120, 135, 128, 160, 190, 240, 230, 125, 140, 133, 171, 205], index=days, name="visits")
frame = visits.to_frame()
frame["change"] = visits.pct_change().round(3)
frame["week_ago"] = visits.shift(7)
frame["mean3"] = visits.rolling(3).mean().round(1)
frame["ewm"] = visits.ewm(span=4, adjust=False).mean().round(1)
frame["best_so_far"] = visits.cummax()
print(frame.tail(5).to_string())
print(visits.groupby(visits.index.day_name()).mean().sort_values(ascending=False).head(2).to_dict())
print(visits.resample("5D").agg(["min", "max"]).to_string())
weekend = visits[visits.index.dayofweek >= 5]
print(len(weekend), float(weekend.mean()), visits.idxmax().strftime("%a %d %b"))
print(visits.rolling("4D").sum().iloc[[0, 3, 11]].tolist(), visits.diff().abs().max())
print(bool(np.isclose(visits.autocorr(lag=7), visits.corr(visits.shift(7)))))
