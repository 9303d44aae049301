# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
os._exit(0)
print("ESCAPED")
