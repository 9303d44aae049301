# /// case
# needs = []
# policy = "standard"
# ///
print(f"{'C':>6}{'F':>8}{'K':>9}")
for c in range(-40, 101, 35):
    print(f"{c:>6}{c * 9 / 5 + 32:>8.1f}{c + 273.15:>9.2f}")
for n in (0, 7, 10, 255):
    print(f"{n:>4} {n:#b} {n:#o} {n:#x} {n:>08b} {chr(n + 65)}")
print(round(2.5), round(3.5), round(-2.675, 2), int(-3.7), -7 // 2, -7 % 3, 7 % -3)
