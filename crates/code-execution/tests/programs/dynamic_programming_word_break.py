# /// case
# needs = []
# policy = "standard"
# ///
from functools import cache

WORDS = {"cat", "cats", "and", "sand", "dog", "do", "g", "pine", "apple", "pen", "applepen", "pineapple"}

def sentences(text):
    @cache
    def from_position(start):
        if start == len(text):
            return [[]]
        found = []
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in WORDS:
                found += [[text[start:end], *rest] for rest in from_position(end)]
        return found
    return [" ".join(words) for words in from_position(0)]

for text in ("catsanddog", "pineapplepenapple", "catsandog", ""):
    print(repr(text), sorted(sentences(text)))

@cache
def ways(amount, coins=(1, 5, 10, 25, 50)):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[-1], coins) + ways(amount, coins[:-1])

print([ways(n) for n in (10, 25, 50, 100)])
print(ways.cache_info().currsize > 20)
