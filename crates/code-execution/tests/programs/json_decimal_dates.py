# /// case
# needs = []
# policy = "standard"
# ///
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

class Status(Enum):
    OPEN = "open"
    PAID = "paid"

@dataclass
class Invoice:
    number: int
    due: date
    amount: Decimal
    status: Status = Status.OPEN
    tags: set = field(default_factory=set)

class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, set):
            return sorted(value)
        return super().default(value)

def decode(pairs):
    record = dict(pairs)
    if "due" in record:
        record["due"] = date.fromisoformat(record["due"])
        record["amount"] = Decimal(record["amount"])
        record["status"] = Status(record["status"])
        record["tags"] = set(record["tags"])
    return record

invoices = [Invoice(1, date(2024, 6, 30), Decimal("120.50"), tags={"b", "a"}),
            Invoice(2, date(2024, 7, 15), Decimal("99.90"), Status.PAID)]
text = json.dumps([asdict(invoice) for invoice in invoices], cls=Encoder, indent=1)
print(text)
back = [Invoice(**record) for record in json.loads(text, object_pairs_hook=decode)]
print(back == invoices, sum(invoice.amount for invoice in back))
print(json.loads("[1.10, 2e3]", parse_float=Decimal))
try:
    json.dumps({"value": 1j}, cls=Encoder)
except TypeError as error:
    print("error:", error)
