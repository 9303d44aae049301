# /// case
# needs = []
# policy = "standard"
# ///
matrix = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
print([list(col) for col in zip(*matrix)], [x for row in matrix for x in row if x % 2], [[x * y for x in range(1, 4)] for y in range(1, 4)])
print({w: len(w) for w in ("a", "bb", "ccc")}, {x % 3 for x in range(10)}, sum(x * x for x in range(10)))
numbers = list(range(10))
print(numbers[::-2], numbers[2:-2], numbers[-3:], sorted("bca", reverse=True), [*numbers[:2], *numbers[8:]])
first, *middle, last = numbers
print(first, len(middle), last, any(n > 8 for n in numbers), all(n >= 0 for n in numbers), list(map(str, filter(None, [0, 1, 2]))))
