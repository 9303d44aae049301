# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
from itertools import cycle

def shift(character, key, sign):
    if not character.isalpha():
        return character
    base = ord("A") if character.isupper() else ord("a")
    return chr((ord(character) - base + sign * (ord(key.lower()) - ord("a"))) % 26 + base)

def vigenere(text, key, sign=1):
    keys, out = cycle(key), []
    for character in text:
        out.append(shift(character, next(keys), sign) if character.isalpha() else character)
    return "".join(out)

message = "Attack at dawn, hold the eastern ridge until noon!"
secret = vigenere(message, "LEMON")
print(secret)
print(vigenere(secret, "LEMON", -1) == message)

def index_of_coincidence(text):
    letters = [c for c in text.lower() if c.isalpha()]
    n = len(letters)
    return sum(k * (k - 1) for k in Counter(letters).values()) / (n * (n - 1))

english = message * 3
for name, text in [("plain", english), ("cipher", vigenere(english, "LEMON"))]:
    print(f"{name:<7} {index_of_coincidence(text):.4f}")
