# /// case
# needs = []
# policy = "standard"
# ///
def rows(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]

for row in rows(7):
    print(" ".join(f"{v:>2}" for v in row).center(24).rstrip())
print(sum(list(rows(11))[10]))
