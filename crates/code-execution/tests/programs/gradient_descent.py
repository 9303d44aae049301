# /// case
# needs = []
# policy = "standard"
# ///
def loss(w, b, data):
    return sum((w * x + b - y) ** 2 for x, y in data) / len(data)

data = [(x, 3 * x - 1) for x in range(-5, 6)]
w = b = 0.0
for epoch in range(201):
    if epoch % 50 == 0:
        print(f"epoch {epoch:>3} loss {loss(w, b, data):.6f}")
    gw = sum(2 * (w * x + b - y) * x for x, y in data) / len(data)
    gb = sum(2 * (w * x + b - y) for x, y in data) / len(data)
    w, b = w - 0.05 * gw, b - 0.05 * gb
print(f"w={w:.3f} b={b:.3f}")
