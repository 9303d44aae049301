# /// case
# needs = []
# policy = "standard"
# ///
def step(cells):
    counts = {}
    for r, c in cells:
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    counts[r + dr, c + dc] = counts.get((r + dr, c + dc), 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}

glider = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
cells = glider
for generation in range(5):
    print("generation", generation)
    for r in range(5):
        print("".join("#" if (r, c) in cells else "." for c in range(6)))
    cells = step(cells)
print({(r - 1, c - 1) for r, c in step(step(step(step(glider))))} == glider)
