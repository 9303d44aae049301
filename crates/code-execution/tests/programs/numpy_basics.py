# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

a = np.arange(12).reshape(3, 4)
print(a.sum(), a.sum(axis=0).tolist(), a[:, 1].tolist(), a[a % 2 == 0].tolist())
print((a @ a.T).tolist(), a.T.shape, np.concatenate([a[0], a[2]]).tolist())
print(np.linspace(0, 1, 5).tolist(), np.where(a > 5, 1, 0).sum().item())
