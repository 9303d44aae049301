# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

rng = np.random.default_rng(0)
sample = rng.normal(10, 2, size=10_000)
print(abs(sample.mean() - 10) < 0.1, abs(sample.std() - 2) < 0.1, sample.shape)
walk = np.cumsum(np.where(rng.random(500) < 0.5, -1, 1))
print(len(walk), int(np.abs(np.diff(walk)).max()))
