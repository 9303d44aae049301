# /// case
# needs = []
# policy = "standard"
# ///
import io
import json

log = io.StringIO("""{"op": "add", "sku": "A1", "n": 5}
{"op": "remove", "sku": "A1", "n": 2}
{"op": "add", "sku": "B2", "n": 1}
not json
{"op": "remove", "sku": "B2", "n": 9}
""")
stock, problems = {}, []
for number, line in enumerate(log, 1):
    try:
        event = json.loads(line)
    except json.JSONDecodeError as error:
        problems.append(f"line {number}: {error.msg}")
        continue
    sign = 1 if event["op"] == "add" else -1
    new = stock.get(event["sku"], 0) + sign * event["n"]
    if new < 0:
        problems.append(f"line {number}: {event['sku']} would be {new}")
    else:
        stock[event["sku"]] = new
print(stock)
print("\n".join(problems))
