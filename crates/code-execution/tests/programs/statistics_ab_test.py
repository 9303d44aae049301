# /// case
# needs = []
# policy = "standard"
# ///
from math import erf, sqrt

def normal_cdf(z):
    return (1 + erf(z / sqrt(2))) / 2

def two_proportions(hits_a, n_a, hits_b, n_b):
    rate_a, rate_b = hits_a / n_a, hits_b / n_b
    pooled = (hits_a + hits_b) / (n_a + n_b)
    error = sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    z = (rate_b - rate_a) / error
    p = 2 * (1 - normal_cdf(abs(z)))
    spread = 1.959964 * sqrt(rate_a * (1 - rate_a) / n_a + rate_b * (1 - rate_b) / n_b)
    return rate_a, rate_b, z, p, (rate_b - rate_a - spread, rate_b - rate_a + spread)

experiments = {
    "green button": (120, 2400, 156, 2380),
    "new headline": (98, 1500, 101, 1490),
    "shorter form": (310, 5000, 420, 5100),
}
for name, counts in experiments.items():
    a, b, z, p, (low, high) = two_proportions(*counts)
    verdict = "significant" if p < 0.05 else "not significant"
    print(f"{name:<14} {a:.2%} -> {b:.2%}  z={z:+.2f} p={p:.4f} [{low:+.4f}, {high:+.4f}] {verdict}")

def sample_size(base, lift, z_alpha=1.959964, z_beta=0.841621):
    p1, p2 = base, base * (1 + lift)
    return round((z_alpha + z_beta) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2)) / (p2 - p1) ** 2)

print([sample_size(0.05, lift) for lift in (0.05, 0.1, 0.2)])
