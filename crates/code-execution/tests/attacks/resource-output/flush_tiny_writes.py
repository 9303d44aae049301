# /// case
# technique = "resource-output"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
while True:
    sys.stdout.write("x")
    sys.stdout.flush()
