# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

rng = np.random.default_rng(8)
latent = rng.normal(size=(200, 2)) * [3.0, 1.0]
mixing = np.array([[1.0, 0.5, -0.5, 0.2], [0.0, 1.0, 1.0, -1.0]])
data = latent @ mixing + rng.normal(scale=0.05, size=(200, 4)) + [10, 20, 30, 40]

centred = data - data.mean(axis=0)
_, singular, components = np.linalg.svd(centred, full_matrices=False)
explained = singular ** 2 / (singular ** 2).sum()
print("two components carry over 99.5 %:", bool(explained[:2].sum() > 0.995), "sorted:", bool((np.diff(explained) <= 0).all()))
print("orthonormal:", np.allclose(components @ components.T, np.eye(4)))
projected = centred @ components[:2].T
restored = projected @ components[:2] + data.mean(axis=0)
print("restored within 0.2:", bool(np.sqrt(((restored - data) ** 2).mean()) < 0.2), projected.shape)

matrix = np.array([[4.0, 1.0], [2.0, 3.0]])
values, vectors = np.linalg.eig(matrix)
order = values.argsort()
print(values[order].round(6).tolist(), np.allclose(matrix @ vectors, vectors * values))
print(round(float(np.linalg.det(matrix)), 6), np.linalg.matrix_rank(np.outer([1, 2], [3, 4])), round(float(np.linalg.cond(matrix)), 4))
q, r = np.linalg.qr(matrix)
print(np.allclose(q @ r, matrix), np.allclose(np.linalg.matrix_power(matrix, 3), matrix @ matrix @ matrix))
