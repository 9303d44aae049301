# /// case
# technique = "environment"
# analysis = ["module-leak"]
# without_analysis = "contained"
# reference = ""
# ///
import sysconfig
text = str(sysconfig.os.environ)
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
