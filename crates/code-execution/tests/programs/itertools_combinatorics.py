# /// case
# needs = []
# policy = "standard"
# ///
from itertools import combinations, combinations_with_replacement, permutations, product
from math import comb, factorial, perm

print(list(combinations("ABCD", 2)))
print(len(list(permutations(range(5), 3))), perm(5, 3), comb(10, 4), factorial(6))
print(["".join(p) for p in product("ab", repeat=3)])
print(list(combinations_with_replacement([1, 5, 10], 2)))

# SEND + MORE = MONEY
letters = "SENDMORY"
for digits in permutations(range(10), 8):
    code = dict(zip(letters, digits))
    if code["S"] == 0 or code["M"] != 1:
        continue
    send, more, money = (int("".join(str(code[c]) for c in word)) for word in ("SEND", "MORE", "MONEY"))
    if send + more == money:
        print(send, "+", more, "=", money)
        break

totals = {}
for dice in product(range(1, 7), repeat=3):
    totals[sum(dice)] = totals.get(sum(dice), 0) + 1
print({total: ways for total, ways in totals.items() if ways >= 25})
