# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

x = np.arange(6, dtype=float)
y = 2 * x ** 2 - 3 * x + 1
print([round(float(c), 6) + 0 for c in np.polyfit(x, y, 2)])
print([round(float(r), 6) for r in sorted(np.roots([1, -6, 11, -6]).real)], float(np.polyval([1, 0, -1], 3)))
