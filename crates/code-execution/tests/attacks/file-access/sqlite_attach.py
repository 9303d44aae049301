# /// case
# technique = "file-access"
# analysis = ["forbidden-import", "file-function"]
# without_analysis = "contained"
# reference = ""
# ///
import sqlite3
def found(path):
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select 1").fetchall()
    raise FileNotFoundError

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
