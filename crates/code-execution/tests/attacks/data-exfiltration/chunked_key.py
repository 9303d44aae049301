# /// case
# technique = "data-exfiltration"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import sys
key = "sk-" + "proj-" + "a1B2" * 12
for char in key:
    sys.stdout.write(char)
    sys.stdout.flush()
