# /// case
# needs = []
# policy = "standard"
# ///
LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
seen = {}

def winner(board):
    return next((board[a] for a, b, c in LINES if board[a] != " " and board[a] == board[b] == board[c]), None)

def score(board, player):
    key = board + player
    if key not in seen:
        won = winner(board)
        if won:
            seen[key] = 1 if won == "X" else -1
        elif " " not in board:
            seen[key] = 0
        else:
            other = "O" if player == "X" else "X"
            results = [score(board[:i] + player + board[i + 1:], other) for i in range(9) if board[i] == " "]
            seen[key] = max(results) if player == "X" else min(results)
    return seen[key]

print(score(" " * 9, "X"), len(seen))
print(score("XX OO    ", "X"), score("XX OO    ", "O"))
