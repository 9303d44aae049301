# /// case
# technique = "big-integers"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Text with a million digits: a limit of the interpreter, or time.
import sys
for text in ("9" * 10 ** 6, "0x" + "f" * 10 ** 6, "1" + "0" * 4300):
    try:
        print("contained", int(text, 0).bit_length() > 0)
    except ValueError as error:
        print("contained", type(error).__name__)
