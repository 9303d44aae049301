# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
from functools import cache

class InsufficientFunds(Exception):
    pass

class NoChange(Exception):
    pass

class VendingMachine:
    PRICES = {"water": 120, "juice": 180, "snack": 95}

    def __init__(self, coins):
        self.coins, self.inserted = Counter(coins), Counter()

    def insert(self, *coins):
        self.inserted.update(coins)

    def change(self, amount):
        purse = tuple(sorted((self.coins + self.inserted).items(), reverse=True))

        @cache
        def best(amount, index):
            if amount == 0:
                return ()
            if index == len(purse):
                return None
            coin, available = purse[index]
            options = []
            for count in range(min(available, amount // coin), -1, -1):
                rest = best(amount - coin * count, index + 1)
                if rest is not None:
                    options.append((coin,) * count + rest)
            return min(options, key=len, default=None)

        return best(amount, 0)

    def buy(self, name):
        paid = sum(coin * count for coin, count in self.inserted.items())
        if paid < self.PRICES[name]:
            raise InsufficientFunds(f"{name} costs {self.PRICES[name]}, paid {paid}")
        back = self.change(paid - self.PRICES[name])
        if back is None:
            raise NoChange(f"no coins for {paid - self.PRICES[name]}")
        self.coins = self.coins + self.inserted - Counter(back)
        self.inserted.clear()
        return back

machine = VendingMachine({50: 1, 20: 3, 5: 1})
for coins, name in [((200,), "juice"), ((100,), "water"), ((20,), "water"), ((100,), "snack"), ((100,), "snack")]:
    machine.insert(*coins)
    try:
        print(name, "change", machine.buy(name))
    except (InsufficientFunds, NoChange) as error:
        print(name, type(error).__name__, error)
print(sorted(machine.coins.items()), dict(machine.inserted))
