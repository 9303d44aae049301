# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import os
depth = 0
while True:
    try:
        os.mkdir("d")
        os.chdir("d")
        depth += 1
    except OSError:
        os.chdir("/work")
