# /// case
# technique = "environment"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os.path
text = "CANARY" if os.path.expandvars("$CANARY_ENV") != "$CANARY_ENV" else ""
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
