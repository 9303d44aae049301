# /// case
# needs = []
# policy = "standard"
# ///
import string

DIGITS = string.digits + string.ascii_lowercase

def to_base(number, base):
    if not 2 <= base <= 36:
        raise ValueError(f"base {base} is not between 2 and 36")
    if number < 0:
        return "-" + to_base(-number, base)
    digits = ""
    while True:
        number, digit = divmod(number, base)
        digits = DIGITS[digit] + digits
        if number == 0:
            return digits

for number in (0, 255, -1000, 2 ** 40):
    row = [to_base(number, base) for base in (2, 8, 16, 36)]
    print(number, row, [int(text, base) == number for text, base in zip(row, (2, 8, 16, 36))])
print(f"{255:b} {255:#o} {255:#X} {255:08b} {1_000_000:,} {1e6:_.0f} {0.000123:.2e} {1234.5:>12.1f}|")

def balanced_ternary(n):
    out = ""
    while n:
        n, rest = divmod(n, 3)
        if rest == 2:
            rest, n = -1, n + 1
        out = "T01"[rest + 1] + out
    return out or "0"

print({n: balanced_ternary(n) for n in (-5, -1, 0, 2, 8, 100)})
print((0.1).hex(), float.fromhex("0x1.8p3"), (0.5).as_integer_ratio(), (10 ** 20).bit_length())
try:
    to_base(5, 40)
except ValueError as error:
    print("error:", error)
