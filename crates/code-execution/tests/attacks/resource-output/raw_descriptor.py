# /// case
# technique = "resource-output"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import os
while True:
    os.write(1, b"x" * 65536)
