# /// case
# technique = "resource-output"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
# Text that is not text: lone surrogates, NUL, bytes that are no UTF-8, in every place that is shown.
import os
os.write(1, bytes(range(256)) * 10)
os.write(2, b"\xff\xfe\x00" * 100)
print("\x00\x1b[2J\u202e")
class Odd(Exception):
    pass
Odd.__name__ = Odd.__qualname__ = "Odd\ud800\n"
raise Odd("\ud800\x00\x1b]0;title\x07")
