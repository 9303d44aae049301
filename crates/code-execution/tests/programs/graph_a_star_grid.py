# /// case
# needs = []
# policy = "standard"
# ///
import heapq

GRID = """
S..#......
.#.#.####.
.#...#..#.
.#####.##.
......#...
.####...#G
""".strip().splitlines()

def locate(mark):
    return next((r, c) for r, row in enumerate(GRID) for c, cell in enumerate(row) if cell == mark)

def neighbours(cell):
    r, c = cell
    for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        nr, nc = r + dr, c + dc
        if 0 <= nr < len(GRID) and 0 <= nc < len(GRID[0]) and GRID[nr][nc] != "#":
            yield nr, nc

def a_star(start, goal):
    def guess(cell):
        return abs(cell[0] - goal[0]) + abs(cell[1] - goal[1])
    frontier, came_from, cost, expanded = [(guess(start), start)], {start: None}, {start: 0}, 0
    while frontier:
        _, cell = heapq.heappop(frontier)
        expanded += 1
        if cell == goal:
            path = []
            while cell is not None:
                path.append(cell)
                cell = came_from[cell]
            return path[::-1], expanded
        for near in neighbours(cell):
            new = cost[cell] + 1
            if new < cost.get(near, float("inf")):
                cost[near], came_from[near] = new, cell
                heapq.heappush(frontier, (new + guess(near), near))
    return None, expanded

path, expanded = a_star(locate("S"), locate("G"))
picture = [list(row) for row in GRID]
for r, c in path[1:-1]:
    picture[r][c] = "o"
print("\n".join("".join(row) for row in picture))
print(len(path) - 1, "steps;", expanded <= sum(cell != "#" for row in GRID for cell in row))
