# /// case
# needs = ["numpy", "scipy"]
# policy = "standard"
# ///
import numpy as np
from scipy import optimize

def decay(t, amplitude, rate, floor):
    return amplitude * np.exp(-rate * t) + floor

rng = np.random.default_rng(11)
t = np.linspace(0, 10, 80)
measured = decay(t, 5.0, 0.7, 1.0) + rng.normal(0, 0.05, t.size)
parameters, covariance = optimize.curve_fit(decay, t, measured, p0=(1, 1, 0))
errors = np.sqrt(np.diag(covariance))
print("within four errors:", bool((np.abs(parameters - [5.0, 0.7, 1.0]) < 4 * errors).all()))
print([round(float(p), 1) for p in parameters])

root = optimize.brentq(lambda x: x ** 3 - x - 2, 1, 2)
print(round(root, 6))
best = optimize.minimize(lambda v: (v[0] - 1) ** 2 + 100 * (v[1] - v[0] ** 2) ** 2, [-1.2, 1.0], method="BFGS")
print(best.success or "precision" in best.message, best.x.round(3).tolist())
plan = optimize.linprog(c=[-3, -5], A_ub=[[1, 0], [0, 2], [3, 2]], b_ub=[4, 12, 18])
print(plan.x.round(6).tolist(), round(-plan.fun, 6))
bounded = optimize.minimize_scalar(lambda x: (x - 2) * x * (x + 2) ** 2, bounds=(-1, 3), method="bounded")
print(round(float(bounded.x), 3))
