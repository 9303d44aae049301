# /// case
# technique = "signals-and-threads"
# analysis = ["unavailable-function"]
# without_analysis = "raised"
# reference = ""
# ///
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(10_000) as pool:
    print(sum(pool.map(len, ["x"] * 10_000)))
