# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import os
os.abort()
print("ESCAPED")
