# /// case
# technique = "frames-and-generators"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
def outer():
    hidden = "os"
    return (lambda: hidden)
frame = (x for x in ()).gi_frame
name = outer().__closure__[0].cell_contents
found = frame.f_builtins["__import__"](name)

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
