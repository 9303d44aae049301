# /// case
# technique = "resource-memory"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import io
buffer = io.BytesIO()
while True:
    buffer.write(bytes(10 ** 7))
