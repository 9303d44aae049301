# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import copy
x = []
while True:
    x = [copy.deepcopy(x), copy.deepcopy(x), bytes(1000)]
