# /// case
# needs = []
# policy = "standard"
# ///
items = [("map", 9, 150), ("compass", 13, 35), ("water", 153, 200), ("sandwich", 50, 160), ("glucose", 15, 60),
         ("tin", 68, 45), ("banana", 27, 60), ("apple", 39, 40), ("cheese", 23, 30), ("suntan", 11, 70)]
LIMIT = 200
best = {0: (0, ())}
for name, weight, value in items:
    for load, (total, names) in list(best.items()):
        new = load + weight
        if new <= LIMIT and total + value > best.get(new, (-1, ()))[0]:
            best[new] = (total + value, names + (name,))
load, (value, names) = max(best.items(), key=lambda kv: kv[1][0])
print(value, load, sorted(names))
