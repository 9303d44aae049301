# /// case
# needs = []
# policy = "standard"
# ///
def solve(n, columns=()):
    row = len(columns)
    if row == n:
        yield columns
        return
    for col in range(n):
        if all(col != c and abs(col - c) != row - r for r, c in enumerate(columns)):
            yield from solve(n, columns + (col,))

print([sum(1 for _ in solve(n)) for n in range(1, 8)])
for col in next(solve(6)):
    print("." * col + "Q" + "." * (5 - col))
