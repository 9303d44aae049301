# /// case
# technique = "resource-files"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import os
for name in ("n" * 255, "n" * 256, "n" * 65_536, "é" * 200, "a/" * 2000 + "b"):
    try:
        open(name, "w").close()
        print("contained, made", len(name))
    except OSError as error:
        print("contained", type(error).__name__)
