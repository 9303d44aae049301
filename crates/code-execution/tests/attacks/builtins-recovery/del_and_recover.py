# /// case
# technique = "builtins-recovery"
# analysis = ["module-leak"]
# without_analysis = "contained"
# reference = ""
# ///
def shadow():
    open = None
    return open
import json
found = json.codecs.builtins.open

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
