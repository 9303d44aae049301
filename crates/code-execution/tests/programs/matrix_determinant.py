# /// case
# needs = []
# policy = "standard"
# ///
from fractions import Fraction

def determinant(rows):
    rows = [[Fraction(x) for x in row] for row in rows]
    sign, det = 1, Fraction(1)
    for col in range(len(rows)):
        pivot = next((r for r in range(col, len(rows)) if rows[r][col]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != col:
            rows[col], rows[pivot] = rows[pivot], rows[col]
            sign = -sign
        det *= rows[col][col]
        for r in range(col + 1, len(rows)):
            factor = rows[r][col] / rows[col][col]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[col])]
    return sign * det

print(determinant([[2, 1], [7, 4]]))
print(determinant([[1, 2, 3], [4, 5, 6], [7, 8, 10]]))
print(determinant([[Fraction(1, i + j + 1) for j in range(5)] for i in range(5)]))
