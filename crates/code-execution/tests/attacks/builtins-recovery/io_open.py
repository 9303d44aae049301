# /// case
# technique = "builtins-recovery"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import io
found = io.open

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
