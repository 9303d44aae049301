# /// case
# needs = []
# policy = "standard"
# ///
HEIGHT, WIDTH = 6, 7

class Board:
    def __init__(self):
        self.players = [0, 0]
        self.heights = [column * (HEIGHT + 1) for column in range(WIDTH)]
        self.moves = []

    def legal(self):
        return [column for column in range(WIDTH) if self.heights[column] < column * (HEIGHT + 1) + HEIGHT]

    def play(self, column):
        self.players[len(self.moves) & 1] ^= 1 << self.heights[column]
        self.heights[column] += 1
        self.moves.append(column)

    def undo(self):
        column = self.moves.pop()
        self.heights[column] -= 1
        self.players[len(self.moves) & 1] ^= 1 << self.heights[column]

    def won(self, player):
        board = self.players[player]
        for shift in (1, HEIGHT, HEIGHT + 1, HEIGHT + 2):
            pairs = board & board >> shift
            if pairs & pairs >> 2 * shift:
                return True
        return False

    def __str__(self):
        def cell(row, column):
            bit = 1 << column * (HEIGHT + 1) + row
            return "X" if self.players[0] & bit else "O" if self.players[1] & bit else "."
        return "\n".join("".join(cell(row, column) for column in range(WIDTH)) for row in reversed(range(HEIGHT)))

def winning_moves(board):
    player, found = len(board.moves) & 1, []
    for column in board.legal():
        board.play(column)
        if board.won(player):
            found.append(column)
        board.undo()
    return found

board = Board()
for column in (3, 2, 3, 2, 3, 4):
    board.play(column)
print(board)
print("X wins with", winning_moves(board))
board.play(3)
print(board.won(0), board.won(1), bin(board.players[0]).count("1"), board.legal())
diagonal = Board()
for column in (0, 1, 1, 2, 2, 3, 2, 3, 3, 5, 3):
    diagonal.play(column)
print(diagonal.won(0), diagonal.won(1))
