# /// case
# needs = []
# policy = "standard"
# ///
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, replace

@dataclass(order=True, frozen=True, slots=True)
class Card:
    rank: int
    suit: str = field(compare=False)
    name: str = field(init=False, compare=False, repr=False)

    def __post_init__(self):
        names = {11: "J", 12: "Q", 13: "K", 14: "A"}
        object.__setattr__(self, "name", f"{names.get(self.rank, self.rank)}{self.suit}")

hand = [Card(10, "♠"), Card(14, "♥"), Card(11, "♦"), Card(10, "♣")]
print([card.name for card in sorted(hand)], max(hand))
print(Card(10, "♠") == Card(10, "♣"), replace(hand[0], rank=2).name)
try:
    hand[0].rank = 3
except FrozenInstanceError as error:
    print("frozen:", error)
print(asdict(hand[1]), astuple(hand[2]))

@dataclass(kw_only=True)
class Player:
    name: str
    hand: list[Card] = field(default_factory=list)
    chips: int = 100

    @property
    def score(self):
        return sum(min(card.rank, 10) for card in self.hand)

ann = Player(name="Ann", hand=hand[:2])
bob = Player(name="Bob", chips=50)
print(ann.score, bob, ann.hand is not bob.hand)
try:
    Player("Cho")
except TypeError as error:
    print("error:", type(error).__name__)
