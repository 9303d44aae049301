# /// case
# technique = "string-built-names"
# analysis = ["code-in-text", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2024-21513"
# ///
# Rows of a table, read with `eval` because they look like numbers.
rows = ["1", "2.5", "[3, 4]", "__import__('os')"]
values = []
for row in rows:
    try:
        values.append(eval(row))
    except Exception as error:
        values.append(error)
found = values[-1]

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
