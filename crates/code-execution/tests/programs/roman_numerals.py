# /// case
# needs = []
# policy = "standard"
# ///
PAIRS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
         (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]

def to_roman(n):
    out = []
    for value, letters in PAIRS:
        times, n = divmod(n, value)
        out.append(letters * times)
    return "".join(out)

def from_roman(text):
    values = {letters: value for value, letters in PAIRS if len(letters) == 1}
    total = 0
    for here, following in zip(text, text[1:] + " "):
        value = values[here]
        total += -value if value < values.get(following, 0) else value
    return total

assert all(from_roman(to_roman(n)) == n for n in range(1, 4000))
print(*(f"{n}={to_roman(n)}" for n in (4, 9, 14, 40, 1994, 2024, 3999)))
