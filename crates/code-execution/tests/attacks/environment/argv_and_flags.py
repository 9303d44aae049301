# /// case
# technique = "environment"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import sys
joined = " ".join(map(str, sys.argv + sys.orig_argv + [sys.executable]))
text = "CARGO" if any(part in joined for part in ("/root/", "/home/", "/target/")) else ""
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
