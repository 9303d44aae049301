# /// case
# needs = ["numpy"]
# policy = "standard"
# ///
import numpy as np

days = np.arange(np.datetime64("2024-02-27"), np.datetime64("2024-03-02"))
print([str(d) for d in days], str(days[-1] - days[0]), int(np.busday_count("2024-02-01", "2024-03-01")))
print(np.char.upper(np.array(["ab", "c"])).tolist())
