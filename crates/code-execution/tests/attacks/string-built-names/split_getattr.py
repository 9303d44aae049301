# /// case
# technique = "string-built-names"
# analysis = ["dynamic-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-39660, CVE-2024-12366"
# ///
# A filter looks for words in the text; the words are put together after it.
words = ["__glo", "bals__", "__buil", "tins__", "__imp", "ort__", "o", "s"]
def join(index):
    return words[index] + words[index + 1]

def gadget():
    pass

names = getattr(gadget, join(0))
builtins = names[join(2)]
importer = builtins[join(4)] if isinstance(builtins, dict) else getattr(builtins, join(4))
found = importer(join(6))

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
