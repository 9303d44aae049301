# /// case
# needs = []
# policy = "standard"
# ///
def magic_squares(n=3):
    target = n * (n * n + 1) // 2
    cells = [0] * (n * n)
    used = [False] * (n * n + 1)
    steps = 0

    def broken(position):
        row, column = divmod(position, n)
        if column == n - 1 and sum(cells[row * n:row * n + n]) != target:
            return True
        if row == n - 1 and sum(cells[column::n]) != target:
            return True
        if position == n * (n - 1) and sum(cells[i * (n - 1)] for i in range(1, n + 1)) != target:
            return True
        return position == n * n - 1 and sum(cells[i * (n + 1)] for i in range(n)) != target

    def place(position):
        nonlocal steps
        if position == n * n:
            yield tuple(cells)
            return
        for value in range(1, n * n + 1):
            if used[value]:
                continue
            steps += 1
            cells[position], used[value] = value, True
            if not broken(position):
                yield from place(position + 1)
            used[value] = False
        cells[position] = 0

    found = list(place(0))
    return found, steps

squares, steps = magic_squares()
print(len(squares), "squares,", steps, "placements tried")
for row in range(3):
    print("   ".join(" ".join(map(str, square[row * 3:row * 3 + 3])) for square in squares[:4]))
print(all(square[4] == 5 for square in squares))
