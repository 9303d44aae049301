# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
class Last:
    def __del__(self):
        os._exit(7)
keep = Last()
print("contained")
