# /// case
# needs = []
# policy = "standard"
# ///
from fractions import Fraction

def solve(matrix, right):
    n = len(matrix)
    rows = [[Fraction(x) for x in row] + [Fraction(b)] for row, b in zip(matrix, right)]
    for column in range(n):
        pivot = next((r for r in range(column, n) if rows[r][column]), None)
        if pivot is None:
            raise ValueError("the matrix is singular")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = rows[column][column]
        rows[column] = [x / scale for x in rows[column]]
        for r in range(n):
            if r != column and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column])]
    return [row[-1] for row in rows]

def inverse(matrix):
    n = len(matrix)
    columns = [solve(matrix, [int(i == j) for i in range(n)]) for j in range(n)]
    return [list(row) for row in zip(*columns)]

a = [[2, 1, -1], [-3, -1, 2], [-2, 1, 2]]
print([str(x) for x in solve(a, [8, -11, -3])])
inverted = inverse(a)
for row in inverted:
    print([str(x) for x in row])
product = [[sum(x * y for x, y in zip(row, column)) for column in zip(*inverted)] for row in a]
print(product == [[int(i == j) for j in range(3)] for i in range(3)])
hilbert = [[Fraction(1, i + j + 1) for j in range(5)] for i in range(5)]
print([int(x) for x in inverse(hilbert)[0]])
try:
    solve([[1, 2], [2, 4]], [1, 2])
except ValueError as error:
    print("error:", error)
