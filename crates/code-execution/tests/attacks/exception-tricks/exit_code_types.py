# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import sys
class Code:
    def __str__(self):
        raise RuntimeError("no")
    __repr__ = __int__ = __index__ = __str__
sys.exit(Code())
