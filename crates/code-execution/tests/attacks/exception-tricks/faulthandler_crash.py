# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
import faulthandler
faulthandler._sigsegv()
print("ESCAPED")
