# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
def g():
    yield h.gi_frame.f_back
h = g()
frame = [x for x in h][0] or h.gi_frame
import json
frame = frame or json.loads.__globals__
found = frame.f_globals["__builtins__"]
found = (found if isinstance(found, dict) else vars(found))["__import__"]("os")

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
