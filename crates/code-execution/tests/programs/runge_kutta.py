# /// case
# needs = []
# policy = "standard"
# ///
def rk4(f, y, t, h):
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)

y, t, h = 1.0, 0.0, 0.1
while t < 1 - 1e-9:
    y = rk4(lambda t, y: -2 * y + t, y, t, h)
    t += h
    if round(t * 10) % 2 == 0:
        print(f"{t:.1f} {y:.6f}")
