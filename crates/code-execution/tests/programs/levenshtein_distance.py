# /// case
# needs = []
# policy = "standard"
# ///
def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (ca != cb)))
        previous = current
    return previous[-1]

words = ["kitten", "sitting", "mitten", "fitting", "knitting"]
for a in words:
    print(f"{a:<9}", *(f"{distance(a, b):>2}" for b in words))
print(min(words, key=lambda w: distance(w, "bitten")))
