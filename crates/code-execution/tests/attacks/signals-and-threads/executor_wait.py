# /// case
# technique = "signals-and-threads"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
from concurrent.futures import Future
Future().result()
print("ESCAPED")
