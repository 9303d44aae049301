# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

index = pd.date_range("2024-01-01", periods=10, freq="D")
s = pd.Series(range(10), index=index)
print([int(v) for v in s.rolling(3).mean().dropna()])
weekly = s.resample("W").sum()
print({str(k.date()): int(v) for k, v in weekly.items()})
print(int(s["2024-01-03":"2024-01-05"].sum()), s.index[0].day_name())
