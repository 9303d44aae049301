# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import hashlib
data = bytes(10 ** 7)
while True:
    data = hashlib.sha512(data).digest() * 160_000
