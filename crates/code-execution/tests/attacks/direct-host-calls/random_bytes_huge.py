# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
for size in (2 ** 20, 2 ** 27, 2 ** 31 - 1):
    try:
        print("contained", len(os.urandom(size)) == size)
    except (MemoryError, OverflowError, OSError) as error:
        print("contained", type(error).__name__)
