# /// case
# technique = "environment"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    text = "".join(open(f"/proc/{pid}/environ").read() for pid in range(1, 40))
except OSError as error:
    text = str(error)
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
