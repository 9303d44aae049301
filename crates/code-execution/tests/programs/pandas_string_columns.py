# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

df = pd.DataFrame({"name": ["  Ann Lee ", "bob stone", "CY Fox"]})
clean = df["name"].str.strip().str.title()
print(clean.tolist(), clean.str.split().str[-1].tolist(), clean.str.len().tolist())
print(clean.str.contains("o").tolist(), clean.str.replace(" ", "_").tolist())
