# /// case
# needs = []
# policy = "standard"
# ///
import random

class Board:
    def __init__(self, size, seed):
        self.size, self.rng = size, random.Random(seed)
        self.ships, self.shots = [], set()

    def place(self, length):
        while True:
            across = self.rng.random() < 0.5
            row = self.rng.randrange(self.size - (0 if across else length - 1))
            column = self.rng.randrange(self.size - (length - 1 if across else 0))
            cells = {(row, column + n) if across else (row + n, column) for n in range(length)}
            if not any(cells & ship for ship in self.ships):
                self.ships.append(cells)
                return

    def fire(self, cell):
        if cell in self.shots:
            raise ValueError(f"{cell} was shot at before")
        self.shots.add(cell)
        for ship in self.ships:
            if cell in ship:
                return "sunk" if ship <= self.shots else "hit"
        return "miss"

    @property
    def over(self):
        return all(ship <= self.shots for ship in self.ships)

board = Board(8, seed=21)
for length in (4, 3, 2):
    board.place(length)
results = {"hit": 0, "miss": 0, "sunk": 0}
for cell in ((row, column) for row in range(8) for column in range(8)):
    results[board.fire(cell)] += 1
    if board.over:
        break
print(results["sunk"], results["hit"] + results["sunk"], board.over)
print(sum(map(len, board.ships)), all(0 <= r < 8 and 0 <= c < 8 for ship in board.ships for r, c in ship))
try:
    board.fire((0, 0))
except ValueError as error:
    print(error)
