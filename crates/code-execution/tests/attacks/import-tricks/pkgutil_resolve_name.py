# /// case
# technique = "import-tricks"
# analysis = ["forbidden-import", "string-execution"]
# without_analysis = "contained"
# reference = ""
# ///
import pkgutil
found = pkgutil.resolve_name("os")

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
