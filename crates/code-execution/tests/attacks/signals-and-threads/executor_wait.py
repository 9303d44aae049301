# /// case
# technique = "signals-and-threads"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
from concurrent.futures import Future
Future().result()
print("ESCAPED")
