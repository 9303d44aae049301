# /// case
# technique = "string-built-names"
# analysis = ["string-execution", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import typing
class Note:
    pass
Note.__annotations__ = {"x": "__import__('os')"}
try:
    typing.get_type_hints(Note)
except TypeError:
    pass
reference = typing.ForwardRef("__import__('os').getcwd and __import__('os')")
found = eval(reference.__forward_code__)

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
