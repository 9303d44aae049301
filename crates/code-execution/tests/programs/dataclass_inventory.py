# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass, field, replace, asdict

@dataclass(order=True, frozen=True)
class Item:
    price: float
    name: str = field(compare=False)
    tags: tuple = field(default=(), compare=False)

items = [Item(3.5, "tea", ("hot",)), Item(1.25, "bun"), Item(9.0, "cake", ("sweet", "big"))]
for item in sorted(items):
    print(item)
cheaper = replace(items[2], price=7.5)
print(asdict(cheaper))
try:
    cheaper.price = 1
except Exception as error:
    print(type(error).__name__)
