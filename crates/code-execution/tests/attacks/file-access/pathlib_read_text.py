# /// case
# technique = "file-access"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
from pathlib import Path
class Reader:
    def __init__(self, path):
        self.path = path
    def read(self):
        return Path(self.path).read_text()
found = Reader

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
