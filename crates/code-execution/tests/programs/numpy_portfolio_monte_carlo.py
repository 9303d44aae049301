# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

rng = np.random.default_rng(42)
mean = np.array([0.06, 0.10, 0.03])
deviation = np.array([0.12, 0.22, 0.04])
correlation = np.array([[1.0, 0.4, 0.1], [0.4, 1.0, -0.1], [0.1, -0.1, 1.0]])
covariance = np.outer(deviation, deviation) * correlation

weights = rng.dirichlet(np.ones(3), size=2000)
returns = weights @ mean
risks = np.sqrt(np.einsum("ij,jk,ik->i", weights, covariance, weights))
sharpe = (returns - 0.02) / risks
best = weights[sharpe.argmax()]
print("weights sum to one:", np.allclose(weights.sum(axis=1), 1))
print("bonds dominate the best portfolio:", best.argmax() == 2, bool(sharpe.max() > 0.4))
print("least risk below every single asset:", bool(risks.min() < deviation.min()))

equal = np.full(3, 1 / 3)
print(f"equal weights: return {equal @ mean:.4f}, risk {np.sqrt(equal @ covariance @ equal):.4f}")
inverse = np.linalg.solve(covariance, np.ones(3))
minimum = inverse / inverse.sum()
print("minimum variance:", minimum.round(4).tolist(), round(float(np.sqrt(minimum @ covariance @ minimum)), 5))
paths = np.exp(np.cumsum(rng.normal(0.05 / 252, 0.15 / np.sqrt(252), size=(500, 252)), axis=1))
print(paths.shape, bool(1.0 < paths[:, -1].mean() < 1.1))
