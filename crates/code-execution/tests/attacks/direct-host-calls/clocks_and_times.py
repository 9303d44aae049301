# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# Clocks that do not exist, and moments at the ends of what fits.
import os, time
for clock in (-1, 0, 1, 2, 3, 4, 99, 2 ** 31 - 1):
    for action in (time.clock_gettime_ns, time.clock_getres):
        try:
            value = action(clock)
        except (OSError, OverflowError, AttributeError, ValueError):
            value = 0
open("file", "w").close()
for moment in (0, -1, 2 ** 62, -2 ** 62, 2 ** 64):
    try:
        os.utime("file", ns=(moment, moment))
        print("contained", os.stat("file").st_mtime_ns)
    except (OSError, OverflowError) as error:
        print("contained", type(error).__name__)
