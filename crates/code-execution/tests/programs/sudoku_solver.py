# /// case
# needs = []
# policy = "standard"
# ///
GRID = ("53..7...." "6..195..." ".98....6." "8...6...3" "4..8.3..1" "7...2...6" ".6....28." "...419..5" "....8..79")

def peers(i):
    r, c = divmod(i, 9)
    return {j for j in range(81) if j != i and (j // 9 == r or j % 9 == c or (j // 27 == r // 3 and j % 9 // 3 == c // 3))}

PEERS = [peers(i) for i in range(81)]

def solve(grid):
    empty = [i for i, ch in enumerate(grid) if ch == "."]
    if not empty:
        return grid
    options = {i: set("123456789") - {grid[j] for j in PEERS[i]} for i in empty}
    i = min(empty, key=lambda k: len(options[k]))
    for digit in sorted(options[i]):
        done = solve(grid[:i] + digit + grid[i + 1:])
        if done:
            return done
    return None

solution = solve(GRID)
for r in range(9):
    print(solution[9 * r:9 * r + 9])
