# /// case
# needs = ["tabulate", "more_itertools", "toolz"]
# policy = "standard"
# ///
from more_itertools import chunked, divide, flatten, partition, sliding_window
from tabulate import tabulate
from toolz import compose, curry, groupby, pipe, valmap

people = [("Ann", 34, 51000.5), ("Bob", 45, 62000), ("Cho", 29, None)]
print(tabulate(people, headers=["name", "age", "salary"], tablefmt="github", floatfmt=".2f", missingval="?"))
print(tabulate([[1, "a"], [22, "bb"]], tablefmt="plain"))
print(tabulate({"x": [1, 2], "y": [0.5, 10.25]}, headers="keys", tablefmt="simple"))

print(list(chunked(range(7), 3)), [list(part) for part in divide(3, range(7))])
odd, even = partition(lambda n: n % 2 == 0, range(6))
print(list(odd), list(even), list(flatten([[1], [2, 3]])), list(sliding_window("abcd", 2)))

by_length = groupby(len, ["fig", "kiwi", "pear", "plum", "yam"])
print(valmap(sorted, by_length))

@curry
def scale(factor, value):
    return factor * value

print(pipe([1, 2, 3], sum, scale(10)), compose(str, scale(2))(21))
