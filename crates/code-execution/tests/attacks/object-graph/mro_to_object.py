# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
base = "".__class__.__mro__[-1]
namespaces = [c.__init__.__globals__ for c in base.__subclasses__() if "__globals__" in dir(c.__init__)]
found = next(n["sys"] for n in namespaces if "sys" in n).modules["os"]

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
