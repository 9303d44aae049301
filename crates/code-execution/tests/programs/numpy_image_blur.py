# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

image = np.zeros((5, 5), dtype=int)
image[2, 2] = 9
padded = np.pad(image, 1)
blurred = sum(padded[r:r + 5, c:c + 5] for r in range(3) for c in range(3)) // 9
for row in blurred:
    print("".join(".#"[v] for v in row.tolist()))
print(np.flipud(np.tril(np.ones((3, 3), int))).tolist())
