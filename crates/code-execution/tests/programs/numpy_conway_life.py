# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

def step(board):
    neighbours = sum(np.roll(board, (dr, dc), axis=(0, 1)) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if (dr, dc) != (0, 0))
    return ((neighbours == 3) | ((board == 1) & (neighbours == 2))).astype(np.uint8)

board = np.zeros((8, 8), dtype=np.uint8)
board[1:4, 1:4] = [[0, 1, 0], [0, 0, 1], [1, 1, 1]]
start = board.copy()
for generation in range(4):
    board = step(board)
print("\n".join("".join(".#"[cell] for cell in row) for row in board))
print("a glider moves by one:", np.array_equal(np.roll(start, (1, 1), axis=(0, 1)), board))
for generation in range(28):
    board = step(board)
print("back where it began:", np.array_equal(board, start), int(board.sum()))
rng = np.random.default_rng(4)
soup = (rng.random((32, 32)) < 0.3).astype(np.uint8)
counts = []
for generation in range(30):
    counts.append(int(soup.sum()))
    soup = step(soup)
print(len(counts), counts[-1] < counts[0], soup.dtype)
