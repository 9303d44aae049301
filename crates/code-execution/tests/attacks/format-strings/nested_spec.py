# /// case
# technique = "format-strings"
# analysis = ["format-walk"]
# without_analysis = "contained"
# reference = ""
# ///
import random
try:
    text = "{0._os.environ!s:{1}}".format(random, 1)
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
