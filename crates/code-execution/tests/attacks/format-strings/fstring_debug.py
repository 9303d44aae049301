# /// case
# technique = "format-strings"
# analysis = ["module-leak"]
# without_analysis = "contained"
# reference = ""
# ///
import random
try:
    text = f"{random._os.environ=}"
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
