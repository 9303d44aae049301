# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

rows = np.arange(4)[:, None]
cols = np.arange(5)[None, :]
print((rows * 10 + cols).tolist())
points = np.array([[0, 0], [3, 4], [6, 8]], dtype=float)
distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=-1))
print(distances.tolist())
