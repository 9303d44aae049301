# /// case
# needs = []
# policy = "standard"
# ///
xs = [1, 2, 3, 4, 5, 6, 7, 8]
ys = [2.1, 3.9, 6.2, 7.8, 10.1, 12.2, 13.8, 16.1]
n = len(xs)
mean_x, mean_y = sum(xs) / n, sum(ys) / n
slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
intercept = mean_y - slope * mean_x
residuals = [y - (slope * x + intercept) for x, y in zip(xs, ys)]
r2 = 1 - sum(r * r for r in residuals) / sum((y - mean_y) ** 2 for y in ys)
print(f"y = {slope:.4f} x + {intercept:.4f}, R2 = {r2:.5f}")
for x, y, r in zip(xs, ys, residuals):
    print(f"{x:>3} {y:>6.2f} {r:>+8.3f}")
