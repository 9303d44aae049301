# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import lzma
small = lzma.compress(bytes(10 ** 7))
while True:
    lzma.decompress(small)
