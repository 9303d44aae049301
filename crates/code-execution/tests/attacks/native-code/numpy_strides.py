# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import numpy as np
from numpy.lib.stride_tricks import as_strided
a = np.zeros(8)
view = as_strided(a, shape=(1 << 40,), strides=(8,))
total = 0
for step in range(0, 1 << 40, 1 << 22):
    total += view[step]
print("ESCAPED")
