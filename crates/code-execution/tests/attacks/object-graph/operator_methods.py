# /// case
# technique = "object-graph"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2026-4963"
# ///
# Operators, `with` and augmented assignment call methods that nobody wrote a call for.
import builtins

class Run:
    __iadd__ = lambda self, text: eval(text)
    __enter__ = lambda self: builtins.__dict__
    __exit__ = lambda self, *parts: False
    __class_getitem__ = classmethod(lambda cls, name: builtins.__import__(name))

with Run() as names:
    found = names["__import__"]("os")
value = Run()
value += "__import__('os')"
found = value or found
found = Run["os"]

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
