# /// case
# technique = "file-access"
# analysis = ["file-function"]
# without_analysis = "contained"
# reference = ""
# ///
import zipfile
def found(path):
    with zipfile.ZipFile("out.zip", "w") as archive:
        archive.write(path, "inside")
    return zipfile.ZipFile("out.zip").open("inside")

def probe(opener):
    for path in ("/etc/passwd", "/proc/self/environ", "/etc/hostname"):
        try:
            text = opener(path).read()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + str(text)[:40])

probe(found)
