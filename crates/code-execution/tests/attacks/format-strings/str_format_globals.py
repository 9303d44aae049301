# /// case
# technique = "format-strings"
# analysis = ["format-field"]
# without_analysis = "contained"
# reference = ""
# ///
import logging
try:
    text = "{0.__init__.__globals__[os].environ}".format(logging.Handler())
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
