# /// case
# technique = "file-access"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
import urllib.request
found = lambda path: urllib.request.urlopen("file://" + path)

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
