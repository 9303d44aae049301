# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

PUZZLE = """
530070000 600195000 098000060
800060003 400803001 700020006
060000280 000419005 000080079
""".split()

board = np.array([[int(c) for c in row] for row in PUZZLE])

def candidates(board, row, column):
    top, left = row // 3 * 3, column // 3 * 3
    used = np.concatenate([board[row], board[:, column], board[top:top + 3, left:left + 3].ravel()])
    return np.setdiff1d(np.arange(1, 10), used)

def solve(board):
    empty = np.argwhere(board == 0)
    if len(empty) == 0:
        return True
    options = [(len(c := candidates(board, r, k)), r, k, c) for r, k in empty]
    _, row, column, values = min(options, key=lambda option: option[0])
    for value in values:
        board[row, column] = value
        if solve(board):
            return True
    board[row, column] = 0
    return False

print(int((board == 0).sum()), "empty cells")
print(solve(board))
print("\n".join(" ".join(map(str, row)) for row in board))
blocks = board.reshape(3, 3, 3, 3).swapaxes(1, 2).reshape(9, 9)
print(all((np.sort(part, axis=1) == np.arange(1, 10)).all() for part in (board, board.T, blocks)))
