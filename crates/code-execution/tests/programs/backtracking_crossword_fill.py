# /// case
# needs = []
# policy = "standard"
# ///
PATTERN = ["....#", ".##..", ".....", "..##.", "#...."]
WORDS = "rate area lemon ends tale tends alert arena ten ode mo so as to".split()

def permutations_of(items, size):
    if size == 0:
        yield ()
        return
    for index, item in enumerate(items):
        for rest in permutations_of(items[:index] + items[index + 1:], size - 1):
            yield (item, *rest)

def subsets(items):
    if not items:
        yield []
        return
    for rest in subsets(items[1:]):
        yield rest
        yield [items[0], *rest]

def partition(numbers):
    total = sum(numbers)
    if total % 2:
        return None
    for chosen in subsets(numbers):
        if sum(chosen) * 2 == total:
            rest = list(numbers)
            for number in chosen:
                rest.remove(number)
            return chosen, rest
    return None

def horizontal_slots(pattern):
    for row, line in enumerate(pattern):
        start = 0
        for piece in line.split("#"):
            if len(piece) > 1:
                yield row, start, len(piece)
            start += len(piece) + 1

print(list(horizontal_slots(PATTERN)))
by_length = {}
for word in WORDS:
    by_length.setdefault(len(word), []).append(word)
print({length: len(words) for length, words in sorted(by_length.items())})
print(len(list(permutations_of("abcd", 2))), sorted(map("".join, subsets("abc"))))
print(partition([3, 1, 1, 2, 2, 1]), partition([2, 5]))
