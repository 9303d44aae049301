# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import pandas as pd

df = pd.DataFrame({"name": list("abcde"), "score": [70, 95, 70, 88, 60], "age": [30, 22, 25, 41, 35]})
top = df[(df["score"] >= 70) & (df["age"] < 40)].sort_values(["score", "age"], ascending=[False, True])
print(top["name"].tolist(), df["score"].rank(ascending=False, method="min").astype(int).tolist())
print(df.query("age > 30")["name"].tolist(), df.nlargest(2, "score")["name"].tolist())
print(df.assign(grade=pd.cut(df["score"], [0, 65, 80, 100], labels=["C", "B", "A"]))["grade"].tolist())
