# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import sys
sys.excepthook = lambda *a: print("hook", a[0].__name__)
raise ValueError("x")
