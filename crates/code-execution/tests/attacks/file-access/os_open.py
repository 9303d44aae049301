# /// case
# technique = "file-access"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import os
class Reader:
    def __init__(self, path):
        self.fd = os.open(path, os.O_RDONLY)
    def read(self):
        return os.read(self.fd, 100)
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
