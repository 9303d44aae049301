# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import zlib
x = zlib.compress(bytes(10 ** 8))
y = b""
while True:
    y += zlib.decompress(x)
