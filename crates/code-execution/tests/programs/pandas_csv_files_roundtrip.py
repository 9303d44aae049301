# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
from pathlib import Path
import pandas as pd

folder = Path("reports")
folder.mkdir()
for month, values in {"jan": [1, 2], "feb": [3, None], "mar": [5, 6]}.items():
    pd.DataFrame({"shop": ["x", "y"], "sales": values}).to_csv(folder / f"{month}.csv", index=False)

files = sorted(folder.glob("*.csv"))
print([file.name for file in files])
frames = [pd.read_csv(file).assign(month=file.stem) for file in files]
everything = pd.concat(frames, ignore_index=True)
print(everything.to_string(index=False))
print(everything.groupby("month")["sales"].sum().reindex(["jan", "feb", "mar"]).tolist())
print((folder / "feb.csv").read_text())
chunks = pd.read_csv(folder / "jan.csv", chunksize=1)
print([int(chunk["sales"].iloc[0]) for chunk in chunks])
typed = pd.read_csv(folder / "mar.csv", dtype={"shop": "category"}, usecols=["shop"], nrows=1)
print(str(typed["shop"].dtype), len(typed))
for file in files:
    file.unlink()
folder.rmdir()
print(folder.exists())
