# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
found = type.mro(type(()))[-1].__subclasses__()
found = next(c.__init__.__globals__["sys"] for c in found if "__globals__" in dir(c.__init__) and "sys" in c.__init__.__globals__).modules["os"]

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
