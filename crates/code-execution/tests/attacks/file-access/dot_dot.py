# /// case
# technique = "file-access"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
found = lambda path: open("../" * 20 + path.lstrip("/"))

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
