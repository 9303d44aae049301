# /// case
# technique = "resource-files"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import os
n = 0
while True:
    name = f"f{n % 7}"
    open(name, "w").close()
    os.rename(name, "other")
    os.remove("other")
    n += 1
