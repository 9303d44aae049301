# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter

answers = [("18-29", "yes"), ("18-29", "no"), ("30-49", "yes"), ("30-49", "yes"), ("50+", "no"), ("18-29", "yes"), ("50+", "yes")]
table = Counter(answers)
groups, choices = sorted({g for g, _ in answers}), ["yes", "no"]
print(f"{'':<8}" + "".join(f"{c:>6}" for c in choices) + f"{'all':>6}")
for group in groups:
    row = [table[group, choice] for choice in choices]
    print(f"{group:<8}" + "".join(f"{n:>6}" for n in row) + f"{sum(row):>6}")
print(f"{'share':<8}" + "".join(f"{sum(table[g, c] for g in groups) / len(answers):>6.0%}" for c in choices))
