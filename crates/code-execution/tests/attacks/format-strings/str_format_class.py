# /// case
# technique = "format-strings"
# analysis = ["format-field"]
# without_analysis = "contained"
# reference = ""
# ///
import random
class User:
    def __init__(self):
        self.name = "ann"
try:
    text = "{0.__class__.__init__.__globals__[random]._os.environ}".format(User())
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
