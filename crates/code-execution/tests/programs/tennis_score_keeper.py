# /// case
# needs = []
# policy = "standard"
# ///
class Game:
    NAMES = ["love", "fifteen", "thirty", "forty"]

    def __init__(self):
        self.points = [0, 0]

    def point(self, player):
        self.points[player] += 1

    @property
    def winner(self):
        a, b = self.points
        return None if max(a, b) < 4 or abs(a - b) < 2 else int(b > a)

    def __str__(self):
        a, b = self.points
        if self.winner is not None:
            return f"game player {self.winner + 1}"
        if min(a, b) >= 3:
            return "deuce" if a == b else f"advantage player {1 + (b > a)}"
        return f"{self.NAMES[a]}-{'all' if a == b else self.NAMES[b]}"

class Set:
    def __init__(self):
        self.games, self.current = [0, 0], Game()

    def play(self, points):
        for player in points:
            self.current.point(player)
            if self.current.winner is not None:
                self.games[self.current.winner] += 1
                self.current = Game()
            if max(self.games) >= 6 and abs(self.games[0] - self.games[1]) >= 2:
                return f"set {self.games[0]}:{self.games[1]}"
        return f"{self.games[0]}:{self.games[1]}, {self.current}"

game = Game()
for player in [0, 1, 1, 0, 0, 1, 0, 1, 1, 1]:
    game.point(player)
    print(game, end="; ")
print()
match = Set()
print(match.play([0, 0, 0, 0] * 3 + [1, 1, 1, 1] * 2 + [0, 1]))
print(match.play([0, 0, 0] + [0, 0, 0, 0] * 2))
print(match.play([0] * 9))
