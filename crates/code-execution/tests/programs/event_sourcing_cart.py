# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import dataclass
from typing import Union

@dataclass(frozen=True)
class Added:
    sku: str
    quantity: int
    price: int

@dataclass(frozen=True)
class Removed:
    sku: str
    quantity: int

@dataclass(frozen=True)
class CouponApplied:
    percent: int

@dataclass(frozen=True)
class CheckedOut:
    pass

Event = Union[Added, Removed, CouponApplied, CheckedOut]

def apply(state, event: Event):
    match state, event:
        case {"closed": True}, _:
            raise RuntimeError(f"{type(event).__name__} after checkout")
        case {"lines": lines}, Added(sku, quantity, price):
            have, _ = lines.get(sku, (0, price))
            return {**state, "lines": {**lines, sku: (have + quantity, price)}}
        case {"lines": lines}, Removed(sku, quantity) if lines.get(sku, (0, 0))[0] >= quantity:
            left = lines[sku][0] - quantity
            rest = {key: line for key, line in lines.items() if key != sku}
            return {**state, "lines": {**rest, sku: (left, lines[sku][1])} if left else rest}
        case _, Removed(sku, quantity):
            raise ValueError(f"there are not {quantity} of {sku}")
        case _, CouponApplied(percent):
            return {**state, "discount": max(state["discount"], percent)}
        case _, CheckedOut():
            return {**state, "closed": True}

def total(state):
    return sum(q * p for q, p in state["lines"].values()) * (100 - state["discount"]) // 100

log, state = [], {"lines": {}, "discount": 0, "closed": False}
for event in [Added("pen", 3, 150), Added("ink", 1, 900), Removed("pen", 1), CouponApplied(10), Removed("ink", 5), CheckedOut(), Added("cap", 1, 50)]:
    try:
        state = apply(state, event)
        log.append(event)
        print(f"{type(event).__name__:<14} total {total(state) / 100:.2f}")
    except (ValueError, RuntimeError) as error:
        print("refused:", error)
replayed = {"lines": {}, "discount": 0, "closed": False}
for event in log:
    replayed = apply(replayed, event)
print(replayed == state, len(log))
