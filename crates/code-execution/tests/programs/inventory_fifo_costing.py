# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque

class OutOfStock(Exception):
    def __init__(self, wanted, available):
        super().__init__(f"wanted {wanted}, have {available}")

class Inventory:
    def __init__(self):
        self.lots = deque()

    @property
    def on_hand(self):
        return sum(quantity for quantity, _ in self.lots)

    def receive(self, quantity, cost):
        self.lots.append([quantity, cost])

    def issue(self, quantity):
        if quantity > self.on_hand:
            raise OutOfStock(quantity, self.on_hand)
        cost = 0
        while quantity:
            lot = self.lots[0]
            take = min(quantity, lot[0])
            cost += take * lot[1]
            lot[0] -= take
            quantity -= take
            if not lot[0]:
                self.lots.popleft()
        return cost

stock = Inventory()
events = [("in", 100, 250), ("in", 50, 300), ("out", 120), ("in", 20, 275), ("out", 45), ("out", 10)]
for kind, quantity, *cost in events:
    try:
        if kind == "in":
            stock.receive(quantity, *cost)
            print(f"+{quantity:<4} at {cost[0] / 100:.2f}")
        else:
            print(f"-{quantity:<4} costs {stock.issue(quantity) / 100:.2f}")
    except OutOfStock as error:
        print(f"-{quantity:<4} refused: {error}")
print("left", stock.on_hand, list(stock.lots))
