# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

s = pd.Series([1.0, None, 3.0, None, 8.0])
print(int(s.isna().sum()), s.fillna(0).tolist(), s.interpolate().tolist(), s.dropna().tolist())
df = pd.DataFrame({"a": [1, None, 3], "b": [None, 5.0, 6.0]})
print(df.dropna().to_dict("records"), [round(float(x), 2) for x in df.mean()])
