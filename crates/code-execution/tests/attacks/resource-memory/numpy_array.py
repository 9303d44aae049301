# /// case
# technique = "resource-memory"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
import numpy as np
x = [np.ones(10 ** 7) for _ in range(10 ** 4)]
print("ESCAPED")
