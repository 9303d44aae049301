# /// case
# technique = "builtins-recovery"
# analysis = ["file-function"]
# without_analysis = "contained"
# reference = ""
# ///
import linecache
class Reader:
    def __init__(self, path):
        self.path = path
    def read(self):
        text = linecache.getline(self.path, 1)
        if not text:
            raise FileNotFoundError
        return text
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
