# /// case
# needs = []
# policy = "standard"
# ///
from itertools import combinations
from math import dist

DEPOT = (0, 0)
STOPS = {"A": (2, 7, 3), "B": (4, 9, 4), "C": (8, 8, 2), "D": (9, 1, 5), "E": (7, -2, 3), "F": (-3, 4, 2)}
CAPACITY = 9

def place(name):
    return STOPS[name][:2]

def saving(a, b):
    return dist(DEPOT, place(a)) + dist(DEPOT, place(b)) - dist(place(a), place(b))

routes = {name: [name] for name in STOPS}
for a, b in sorted(combinations(STOPS, 2), key=lambda pair: -saving(*pair)):
    first, second = routes[a], routes[b]
    if first is second or sum(STOPS[s][2] for s in first + second) > CAPACITY:
        continue
    if first[-1] != a:
        first = first[::-1]
    if second[0] != b:
        second = second[::-1]
    if first[-1] != a or second[0] != b:
        continue
    joined = first + second
    for stop in joined:
        routes[stop] = joined

def length(route):
    points = [DEPOT, *map(place, route), DEPOT]
    return sum(dist(p, q) for p, q in zip(points, points[1:]))

distinct = {id(route): route for route in routes.values()}.values()
for route in sorted(distinct):
    print("-".join(route), f"load {sum(STOPS[s][2] for s in route)} length {length(route):.2f}")
alone = sum(length([s]) for s in STOPS)
print(f"saved {alone - sum(map(length, distinct)):.2f} of {alone:.2f}")
