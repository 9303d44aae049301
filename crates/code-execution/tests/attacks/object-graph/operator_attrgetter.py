# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
from operator import attrgetter
found = attrgetter("__class__.__base__")(())
found = attrgetter("__subclasses__")(found)()
found = next(attrgetter("__init__.__globals__")(c)["sys"].modules["os"] for c in found if c.__name__ == "_wrap_close")

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
