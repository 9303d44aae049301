# /// case
# technique = "resource-memory"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import io
x = io.StringIO()
while True:
    x.write("z" * 10 ** 6)
