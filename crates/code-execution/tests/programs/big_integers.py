# /// case
# needs = []
# policy = "standard"
# ///
n = 2 ** 521 - 1
print(n.bit_length(), len(str(n)), str(n)[:12], str(n)[-12:])
import math
print(math.factorial(50))
print(sum(map(int, str(2 ** 1000))), math.isqrt(10 ** 40), divmod(-17, 5), (-17) // 5)
print(hex(255), bin(10), oct(64), int("ff", 16), int("z", 36), f"{1234567:,}", f"{0b1010:08b}")
