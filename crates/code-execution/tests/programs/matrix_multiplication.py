# /// case
# needs = []
# policy = "standard"
# ///
def multiply(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]

def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]

def power(m, n):
    result = identity(len(m))
    while n:
        if n & 1:
            result = multiply(result, m)
        m, n = multiply(m, m), n >> 1
    return result

print(multiply([[1, 2], [3, 4]], [[5, 6], [7, 8]]))
print(power([[1, 1], [1, 0]], 90)[0][1])
spiral, grid = [], [[r * 4 + c for c in range(4)] for r in range(3)]
while grid:
    spiral += grid.pop(0)
    grid = [list(row) for row in zip(*grid)][::-1]
print(spiral)
