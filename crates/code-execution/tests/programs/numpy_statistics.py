# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

data = np.array([4, 8, 15, 16, 23, 42])
print(float(data.mean()), float(np.median(data)), round(float(data.std()), 4), np.percentile(data, [25, 75]).tolist())
matrix = np.array([[1, 2, 3], [2, 4, 7]])
print(round(float(np.corrcoef(matrix)[0, 1]), 5), np.cumsum(data).tolist(), np.diff(data).tolist())
counts, edges = np.histogram(data, bins=[0, 10, 20, 50])
print(counts.tolist(), int(np.argmax(data)), np.unique([3, 1, 3]).tolist())
