# /// case
# technique = "environment"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
text = " ".join(key for key in ("CANARY_ENV", "CARGO_MANIFEST_DIR", "CARGO") if os.getenv(key))
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
