# /// case
# technique = "data-exfiltration"
# analysis = ["secret-in-code"]
# without_analysis = "contained"
# reference = ""
# ///
import base64
key = "sk-" + "proj-" + "a1B2" * 12
print(base64.b64encode(key.encode()).decode())
