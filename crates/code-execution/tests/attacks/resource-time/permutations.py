# /// case
# technique = "resource-time"
# analysis = ["large-product"]
# without_analysis = "limit"
# reference = ""
# ///
import itertools
print(sum(1 for _ in itertools.permutations(range(20))))
