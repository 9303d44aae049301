# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-import", "forbidden-attribute"]
# without_analysis = "contained"
# reference = "CVE-2023-37903"
# ///
# How a value is shown is the value's own code: it runs where the result is made.
import sys

class Shown:
    def look(self):
        frame, text = sys._getframe(), ""
        while frame is not None:
            text += frame.f_code.co_filename + " "
            frame = frame.f_back
        try:
            text += __import__("os").popen("id").read()
        except BaseException as error:
            text += type(error).__name__
        return "ESCAPED" if "uid=" in text or ".rs" in text else "contained"
    def __repr__(self):
        return self.look()
    def _repr_html_(self):
        return self.look()
    def _repr_png_(self):
        return self.look().encode()

Shown()
