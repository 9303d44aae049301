# /// case
# needs = []
# policy = "standard"
# ///
from itertools import accumulate, chain, combinations, groupby, islice, permutations, product, takewhile, count, zip_longest

print(list(accumulate([3, 1, 4, 1, 5], max)))
print(["".join(p) for p in permutations("abc", 2)])
print(list(combinations(range(4), 3)))
print([(a, b) for a, b in product("xy", (0, 1))])
print({k: list(g) for k, g in groupby(sorted(["ant", "bee", "cat", "asp", "bat"]), key=lambda w: w[0])})
print(list(islice(count(5, 3), 4)), list(takewhile(lambda n: n < 20, (n * n for n in count()))))
print(list(chain.from_iterable([[1, 2], [3]])), list(zip_longest("ab", "xyz", fillvalue="-")))
