# /// case
# needs = []
# policy = "standard"
# ///
def escape(c, limit=30):
    z = 0
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit

for row in range(13):
    y = 1.2 - row * 0.2
    print("".join(" .:-=+*#%@"[min(9, escape(complex(-2.1 + col * 0.06, y)) * 9 // 30)] for col in range(50)).rstrip())
