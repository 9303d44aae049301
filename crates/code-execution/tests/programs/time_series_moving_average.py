# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque

prices = [101.2, 102.5, 101.9, 104.0, 106.3, 105.8, 107.1, 109.9, 108.4, 107.7, 105.2, 103.9, 104.8, 106.0]

def simple(values, size):
    window, total = deque(), 0.0
    for value in values:
        window.append(value)
        total += value
        if len(window) > size:
            total -= window.popleft()
        yield total / size if len(window) == size else None

def exponential(values, span):
    alpha, level = 2 / (span + 1), None
    for value in values:
        level = value if level is None else alpha * value + (1 - alpha) * level
        yield level

short, long = list(simple(prices, 3)), list(simple(prices, 5))
position, signals = None, []
for day, (price, fast, slow) in enumerate(zip(prices, short, long)):
    if slow is None:
        continue
    now = fast > slow
    if position is not None and now != position:
        signals.append((day, "buy" if now else "sell", price))
    position = now
print([None if v is None else round(v, 2) for v in short])
print([round(v, 2) for v in exponential(prices, 4)])
print(signals)
returns = [b / a - 1 for a, b in zip(prices, prices[1:])]
peak, drawdown = prices[0], 0.0
for price in prices:
    peak = max(peak, price)
    drawdown = max(drawdown, 1 - price / peak)
print(f"best {max(returns):+.2%} worst {min(returns):+.2%} drawdown {drawdown:.2%}")
