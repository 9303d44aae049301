# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
cls = [].__class__
while cls.__bases__:
    cls = cls.__bases__[0]
found = next(s.__init__.__globals__["sys"].modules["os"] for s in cls.__subclasses__() if "sys" in getattr(s.__init__, "__globals__", {}))

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
