# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# Moments at the ends of what fits, and beyond.
import os
open("file", "w").close()
for moment in (0, -1, 2 ** 62, -2 ** 62, 2 ** 64):
    try:
        os.utime("file", ns=(moment, moment))
        print("contained", os.stat("file").st_mtime_ns)
    except (OSError, OverflowError, ValueError) as error:
        print("contained", type(error).__name__)
