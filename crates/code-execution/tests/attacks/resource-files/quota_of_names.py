# /// case
# technique = "resource-files"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
made = 0
try:
    for n in range(10 ** 6):
        os.mkdir(f"n{n}")
        made += 1
    print("ESCAPED: no bound")
except OSError as error:
    print("contained", type(error).__name__, made < 10 ** 6)
