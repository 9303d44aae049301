# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

a = np.array([[3.0, 1.0], [1.0, 2.0]])
b = np.array([9.0, 8.0])
x = np.linalg.solve(a, b)
print([round(float(v), 6) for v in x], round(float(np.linalg.det(a)), 6))
values = np.linalg.eigvalsh(a)
print([round(float(v), 4) for v in values], bool(np.allclose(a @ np.linalg.inv(a), np.eye(2))))
