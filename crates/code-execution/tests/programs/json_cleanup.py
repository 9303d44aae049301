# /// case
# needs = []
# policy = "standard"
# ///
import json

raw = '[{"name": " Ada ", "age": "36", "tags": ["math", null]}, {"name": "Grace", "age": 85}, {"name": ""}]'
clean = []
for record in json.loads(raw):
    name = record.get("name", "").strip()
    if not name:
        continue
    clean.append({
        "name": name,
        "age": int(record["age"]) if record.get("age") is not None else None,
        "tags": [t for t in record.get("tags", []) if t],
    })
print(json.dumps(clean, indent=2, sort_keys=True))
