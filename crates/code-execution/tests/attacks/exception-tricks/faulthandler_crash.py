# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import faulthandler
faulthandler._sigsegv()
print("ESCAPED")
