# /// case
# technique = "format-strings"
# analysis = ["format-walk"]
# without_analysis = "contained"
# reference = ""
# ///
import json
try:
    text = "{j.codecs.sys.modules[os].environ}".format_map({"j": json})
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
