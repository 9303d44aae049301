# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import io
import pandas as pd

text = "date,item,qty\n2024-01-03,pen,4\n2024-01-03,ink,1\n2024-02-10,pen,6\n"
df = pd.read_csv(io.StringIO(text), parse_dates=["date"])
monthly = df.groupby([df["date"].dt.strftime("%Y-%m"), "item"])["qty"].sum()
print({key: int(value) for key, value in monthly.items()})
print(df.to_csv(index=False).splitlines()[0], int(df["qty"].max()))
