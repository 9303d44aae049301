# /// case
# technique = "import-tricks"
# analysis = ["forbidden-function", "forbidden-import"]
# without_analysis = "contained"
# reference = "CVE-2025-3248"
# ///
# Definitions only are executed to check them; decorators, defaults and annotations run with them.
seen = []

@lambda function: seen.append(__import__("os")) or function
def checked(
    argument: seen.append("annotation") = exec("import os; seen.append(os)"),
    *,
    other=[seen.append(__import__("os")) for _ in "x"],
):
    pass

class Checked(*(seen.append(__import__("os")) or ())):
    body = seen.append("class body")

found = seen[0] if hasattr(seen[0], "environ") else seen[-2]

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
