# /// case
# needs = []
# policy = "standard"
# ///
MOVES = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]

def tour(size, start):
    visited = {start: 1}
    def exits(cell):
        for dr, dc in MOVES:
            near = cell[0] + dr, cell[1] + dc
            if 0 <= near[0] < size and 0 <= near[1] < size and near not in visited:
                yield near
    def extend(cell):
        if len(visited) == size * size:
            return True
        for near in sorted(exits(cell), key=lambda n: sum(1 for _ in exits(n))):
            visited[near] = len(visited) + 1
            if extend(near):
                return True
            del visited[near]
        return False
    return visited if extend(start) else None

board = tour(6, (0, 0))
for row in range(6):
    print(" ".join(f"{board[row, column]:>2}" for column in range(6)))
order = sorted(board, key=board.get)
print(all((abs(a[0] - b[0]), abs(a[1] - b[1])) in {(1, 2), (2, 1)} for a, b in zip(order, order[1:])))
print(tour(3, (0, 0)))
