# /// case
# technique = "object-graph"
# analysis = ["forbidden-attribute", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
def f():
    return 0
f.__code__ = f.__code__.replace(co_consts=f.__code__.co_consts + ("os",))
found = f.__globals__["__builtins__"]
found = (found if isinstance(found, dict) else vars(found))["__import__"](f.__code__.co_consts[-1])

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
