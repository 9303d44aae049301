# /// case
# needs = []
# policy = "standard"
# ///
from fractions import Fraction

recipe = {"flour": ("2 1/4", "cup"), "sugar": ("3/4", "cup"), "butter": ("1", "cup"), "salt": ("1/2", "tsp"), "eggs": ("2", "")}

def parse(text):
    return sum((Fraction(part) for part in text.split()), Fraction(0))

def show(value):
    whole, rest = divmod(value, 1)
    if rest == 0:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)

for servings in (24, 36, 60):
    factor = Fraction(servings, 24)
    print(f"for {servings}:", ", ".join(f"{show(parse(amount) * factor)} {unit} {name}".replace("  ", " ") for name, (amount, unit) in recipe.items()))

third = Fraction(1, 3)
print(third + Fraction(1, 6), third ** 2, float(third), Fraction("0.125"), Fraction(0.1).limit_denominator(100))
harmonic = sum(Fraction(1, n) for n in range(1, 11))
print(harmonic, harmonic.numerator.bit_length())
print(Fraction(22, 7) > Fraction(355, 113), round(Fraction(22, 7), 3))
