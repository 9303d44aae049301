# /// case
# technique = "format-strings"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import string, random
class T(string.Template):
    idpattern = r"[a-z._]+"
class M(dict):
    def __missing__(self, key):
        value = random
        for part in key.split("."):
            value = vars(value)[part]
        return value
try:
    text = T("$_os.environ").substitute(M())
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
