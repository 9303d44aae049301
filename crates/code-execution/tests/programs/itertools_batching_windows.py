# /// case
# needs = []
# policy = "standard"
# python = "3.12"
# ///
from itertools import accumulate, batched, chain, groupby, islice, pairwise, starmap, takewhile, zip_longest
import operator

readings = [3, 4, 4, 5, 9, 9, 9, 2, 1, 1, 7]
print([tuple(batch) for batch in batched(readings, 4)])
print([b - a for a, b in pairwise(readings)])
print([(value, len(list(run))) for value, run in groupby(readings)])
print(list(accumulate(readings, max)), list(accumulate([1, 2, 3, 4], operator.mul, initial=1)))

def windows(values, size):
    iterator = iter(values)
    window = tuple(islice(iterator, size))
    if len(window) == size:
        yield window
    for value in iterator:
        window = window[1:] + (value,)
        yield window

print([round(sum(w) / 3, 2) for w in windows(readings, 3)])
print(list(zip_longest("abc", [1], fillvalue="-")))
print(list(starmap(pow, [(2, 5), (3, 2), (10, 3)])), list(takewhile(lambda v: v < 9, readings)))
words = sorted(["kiwi", "fig", "plum", "apple", "pear", "date", "lemon"], key=len)
print({size: sorted(group) for size, group in groupby(words, key=len)})
print(list(chain.from_iterable([[1, 2], [], [3]])))
