# /// case
# needs = ["pandas"]
# policy = "standard"
# ///
import io
import json
import pandas as pd

payload = [
    {"id": 1, "user": {"name": "ann", "address": {"city": "Oslo"}}, "items": [{"sku": "A", "n": 2}, {"sku": "B", "n": 1}]},
    {"id": 2, "user": {"name": "bob", "address": {"city": "Rome"}}, "items": [{"sku": "A", "n": 5}]},
    {"id": 3, "user": {"name": "cho"}, "items": []},
]
flat = pd.json_normalize(payload, sep="_").drop(columns="items")
print(flat.to_string())
items = pd.json_normalize(payload, record_path="items", meta=["id", ["user", "name"]])
print(items.groupby("sku")["n"].sum().to_dict(), items["user.name"].tolist())
text = flat.fillna("-").to_json(orient="records")
print(json.loads(text)[2])
back = pd.read_json(io.StringIO(text), orient="records")
print(back.shape, back["user_name"].tolist())
lines = "\n".join(json.dumps({"n": n, "square": n * n}) for n in range(4))
print(pd.read_json(io.StringIO(lines), lines=True)["square"].sum())
print(flat.set_index("id")["user_name"].to_dict(), pd.DataFrame.from_dict({"r": [1, 2]}, orient="index", columns=["a", "b"]).to_dict("records"))
