# /// case
# technique = "format-strings"
# analysis = ["format-walk"]
# without_analysis = "contained"
# reference = ""
# ///
import logging, random
record = logging.LogRecord("x", 10, "p", 1, "m", (), None)
record.module_object = random
try:
    text = logging.Formatter("{module_object._os.environ}", style="{").format(record)
except Exception as error:
    text = type(error).__name__
print("ESCAPED " + text[:40] if "CARGO" in text or "CANARY" in text else "contained")
