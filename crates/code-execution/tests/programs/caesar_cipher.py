# /// case
# needs = []
# policy = "standard"
# ///
import string

def shift(text, by):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper, lower[by:] + lower[:by] + upper[by:] + upper[:by])
    return text.translate(table)

secret = shift("Meet me at the Old Bridge at 9!", 7)
print(secret)
print(shift(secret, 26 - 7))
best = max(range(26), key=lambda k: sum(shift(secret, k).lower().count(c) for c in "etaoin"))
print("guessed", best)
