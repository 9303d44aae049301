# /// case
# needs = []
# policy = "standard"
# ///
import random

def is_probable_prime(n, rounds=20):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    rng = random.Random(n)
    for _ in range(rounds):
        x = pow(rng.randrange(2, n - 1), d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True

print([n for n in range(60) if is_probable_prime(n)])
print([is_probable_prime(n) for n in (561, 1105, 1729, 2 ** 61 - 1, 2 ** 67 - 1, 2 ** 127 - 1)])
twins = [(p, p + 2) for p in range(10_000, 10_400) if is_probable_prime(p) and is_probable_prime(p + 2)]
print(twins)
p, q, e = 1_000_003, 1_000_033, 65_537
n, phi = p * q, (p - 1) * (q - 1)
d = pow(e, -1, phi)
message = 123_456_789
print(pow(pow(message, e, n), d, n) == message, (e * d) % phi)
