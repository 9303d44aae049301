# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Calls on descriptors that are not open, negative, or far too large.
import os
for number in (-1, 3, 7, 63, 2 ** 31 - 1, -2 ** 31):
    for action in (
        lambda: os.read(number, 10),
        lambda: os.write(number, b"x" * 10),
        lambda: os.lseek(number, 2 ** 62, 0),
        lambda: os.ftruncate(number, 2 ** 62),
        lambda: os.fstat(number),
        lambda: os.fsync(number),
        lambda: os.listdir(number),
        lambda: os.pread(number, 10, 2 ** 62),
    ):
        try:
            value = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED" if b"root:" in (value if isinstance(value, bytes) else b"") else "contained", type(value).__name__)
