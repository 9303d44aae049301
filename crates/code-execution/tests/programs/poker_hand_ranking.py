# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
from itertools import combinations

RANKS = "23456789TJQKA"
NAMES = ["high card", "pair", "two pair", "three of a kind", "straight", "flush", "full house", "four of a kind", "straight flush"]

def score(hand):
    values = sorted((RANKS.index(card[0]) for card in hand), reverse=True)
    if values == [12, 3, 2, 1, 0]:
        values = [3, 2, 1, 0, -1]
    flush = len({card[1] for card in hand}) == 1
    straight = len(set(values)) == 5 and values[0] - values[4] == 4
    groups = sorted(((count, value) for value, count in Counter(values).items()), reverse=True)
    shape = tuple(count for count, _ in groups)
    if straight and flush:
        kind = 8
    elif shape == (4, 1):
        kind = 7
    elif shape == (3, 2):
        kind = 6
    elif flush:
        kind = 5
    elif straight:
        kind = 4
    else:
        kind = {(3, 1, 1): 3, (2, 2, 1): 2, (2, 1, 1, 1): 1}.get(shape, 0)
    return kind, [value for _, value in groups]

hands = ["TH JH QH KH AH", "5S 5D 5C 5H 2D", "9C 9D 9H 4S 4C", "2D 4D 9D JD KD", "AS 2D 3C 4H 5S",
         "7C 7D 7H KS 2C", "KH KD 3S 3C 8H", "QH QD 5S 3C 8H", "AH QD 5S 3C 8H", "AH QD 5S 4C 8H"]
for hand in sorted(hands, key=lambda h: score(h.split()), reverse=True):
    print(f"{hand}  {NAMES[score(hand.split())[0]]}")
seven = "2H 3H 4H 5H KH KD 6H".split()
best = max(combinations(seven, 5), key=score)
print(NAMES[score(best)[0]], sorted(best))
