# /// case
# needs = []
# policy = "standard"
# ///
n = 0b1011_0110
print(bin(n & -n), bin(n).count("1"), n.bit_count(), n ^ 0xFF, n << 2, n >> 3, ~n & 0xFF)
def gray(k):
    return k ^ k >> 1
print([f"{gray(k):03b}" for k in range(8)])
subsets = [[c for i, c in enumerate("abc") if mask >> i & 1] for mask in range(8)]
print(["".join(s) for s in subsets])
x, y = 5, 9
x ^= y; y ^= x; x ^= y
print(x, y, 2 ** 10 == 1 << 10)
