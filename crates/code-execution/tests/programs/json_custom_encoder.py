# /// case
# needs = []
# policy = "standard"
# ///
import json
from datetime import date
from decimal import Decimal

class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, set):
            return sorted(value)
        return super().default(value)

order = {"id": 7, "on": date(2024, 1, 31), "total": Decimal("19.90"), "items": {"pen", "ink"}}
text = json.dumps(order, cls=Encoder)
print(text)
print(json.loads(text, parse_float=Decimal)["total"])
try:
    json.dumps({"x": object()}, cls=Encoder)
except TypeError as error:
    print("TypeError:", str(error).split(" is ")[-1])
