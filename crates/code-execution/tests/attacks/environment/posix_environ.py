# /// case
# technique = "environment"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import posix
    text = str(posix.environ)
except ImportError as error:
    text = "none"
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
