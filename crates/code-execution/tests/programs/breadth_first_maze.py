# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque

MAZE = ["#########", "#S..#...#", "#.#.#.#.#", "#.#...#E#", "#########"]
cells = {(r, c): ch for r, row in enumerate(MAZE) for c, ch in enumerate(row)}
start = next(p for p, ch in cells.items() if ch == "S")
queue, parent = deque([start]), {start: None}
while queue:
    here = queue.popleft()
    if cells[here] == "E":
        break
    r, c = here
    for step in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
        if cells.get(step, "#") != "#" and step not in parent:
            parent[step] = here
            queue.append(step)
path = []
while here:
    path.append(here)
    here = parent[here]
grid = [list(row) for row in MAZE]
for r, c in path[1:-1]:
    grid[r][c] = "o"
print(len(path) - 1, "steps")
print("\n".join("".join(row) for row in grid))
