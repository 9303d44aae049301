# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
class Catch:
    def __enter__(self):
        return self
    def __exit__(self, kind, value, trace):
        self.trace = trace
        return True
with Catch() as catch:
    1 / 0
frame = catch.trace.tb_frame
namespace = frame.f_builtins
found = namespace["__import__"]("os")

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
