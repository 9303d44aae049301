# /// case
# needs = []
# policy = "standard"
# ///
def newton(f, df, x, tolerance=1e-12):
    for step in range(1, 60):
        delta = f(x) / df(x)
        x -= delta
        if abs(delta) < tolerance:
            return x, step
    raise ArithmeticError("no convergence")

root, steps = newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0)
print(f"{root:.10f} {steps}")
def bisect(f, low, high):
    for _ in range(100):
        middle = (low + high) / 2
        if f(low) * f(middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2
print(f"{bisect(lambda x: x ** 3 - x - 2, 1, 2):.10f}")
