# /// case
# needs = []
# policy = "standard"
# ///
data = {"Mon": 12, "Tue": 18, "Wed": 7, "Thu": 22, "Fri": 15}
peak = max(data.values())
for level in range(5, 0, -1):
    print(f"{peak * level // 5:>3} |" + "".join("  ##" if v * 5 >= peak * level else "    " for v in data.values()).rstrip())
print("    +" + "-" * 4 * len(data))
print("     " + "".join(f"{d:>4}" for d in data))
