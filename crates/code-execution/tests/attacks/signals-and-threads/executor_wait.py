# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
from concurrent.futures import Future
Future().result()
print("ESCAPED")
