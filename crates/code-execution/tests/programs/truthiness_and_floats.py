# /// case
# needs = []
# policy = "standard"
# ///
import math

print([bool(x) for x in (0, 0.0, "", "0", [], [0], None, float("nan"))])
print(0.1 + 0.2, math.isclose(0.1 + 0.2, 0.3), float("inf") > 10 ** 308, math.nan != math.nan)
print(math.fsum([0.1] * 10), (0.1).hex(), (0.5).as_integer_ratio())
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.copysign(1, -0.0), 1e16 + 1 == 1e16)
