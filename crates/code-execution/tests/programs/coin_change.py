# /// case
# needs = []
# policy = "standard"
# ///
from functools import cache

@cache
def ways(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])

print([ways(n, (50, 20, 10, 5, 2, 1)) for n in (1, 5, 10, 50, 100)])

def fewest(amount, coins):
    best = [0] + [None] * amount
    for n in range(1, amount + 1):
        options = [best[n - c] for c in coins if c <= n and best[n - c] is not None]
        best[n] = min(options) + 1 if options else None
    return best[amount]

print(fewest(63, (1, 5, 10, 21, 25)), fewest(3, (2,)))
