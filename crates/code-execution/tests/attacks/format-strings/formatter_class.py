# /// case
# technique = "format-strings"
# analysis = ["format-walk"]
# without_analysis = "contained"
# reference = ""
# ///
import string, random
try:
    text = str(string.Formatter().get_field("0._os.environ", (random,), {})[0])
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
