# /// case
# technique = "string-built-names"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2023-36258, CVE-2023-29374"
# ///
# An answer to a question in arithmetic, executed as it comes.
answer = '''
def solution():
    import os
    return os
'''
space = {}
exec(answer, space)
found = space["solution"]()

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
