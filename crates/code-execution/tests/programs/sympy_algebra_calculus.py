# /// case
# needs = ["sympy"]
# policy = "standard"
# ///
from sympy import Eq, Matrix, Rational, Symbol, apart, cos, diff, expand, factor, integrate, limit, oo, pi, series, simplify, sin, solve, sqrt, symbols

x, y = symbols("x y")
print(expand((x + y) ** 3), "|", factor(x ** 4 - 1))
print(solve(x ** 2 - 5 * x + 6, x), solve([Eq(x + y, 10), Eq(x - y, 2)], [x, y]))
print(diff(sin(x) * x ** 2, x), "|", integrate(x * cos(x), x), "|", integrate(sin(x), (x, 0, pi)))
print(limit(sin(x) / x, x, 0), limit((1 + 1 / x) ** x, x, oo))
print(series(cos(x), x, 0, 8))
print(simplify((x ** 2 - 1) / (x - 1)), apart(1 / (x ** 2 - 1)), Rational(3, 4) + Rational(1, 6))
m = Matrix([[2, 1], [1, 2]])
print(m.det(), m.inv(), sorted(m.eigenvals().items()))
print(sqrt(8), (sqrt(2) ** 2).is_integer, sqrt(2).evalf(30))
n = Symbol("n", positive=True)
print(solve(n ** 2 - 4, n), (x + 1).subs(x, 5), simplify(sin(x) ** 2 + cos(x) ** 2))
