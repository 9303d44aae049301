# /// case
# technique = "resource-output"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
while True:
    print("x" * 1000, file=sys.stderr)
