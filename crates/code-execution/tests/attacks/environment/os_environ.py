# /// case
# technique = "environment"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
text = str(dict(os.environ))
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
