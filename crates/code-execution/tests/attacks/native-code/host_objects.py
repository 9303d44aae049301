# /// case
# technique = "native-code"
# analysis = ["forbidden-import", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-32314"
# ///
# Objects that the host gave to the guest: each is walked for something of the host.
import sys
found = None
names = sys.modules["__main__"].__dict__
given = {name: names.get(name, getattr(__builtins__, name, None)) for name in ("context", "display", "__builtins__", "__loader__")}
given["runner"] = sys.modules.get("_ringfence")
given["door"] = sys.modules.get("_host")
for name, value in given.items():
    seen = getattr(value, "__globals__", None) or getattr(value, "__dict__", None) or {}
    for key in seen:
        if key in ("Store", "Engine", "process", "require", "rust"):
            print("ESCAPED", key)
    owner = getattr(value, "__self__", None)
    print("contained", name, type(value).__name__, type(owner).__name__)
import os

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

probe(os)
