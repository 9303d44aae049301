# /// case
# technique = "environment"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    text = open("/proc/self/environ").read()
except OSError as error:
    text = str(error)
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
