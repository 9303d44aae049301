# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
made = []
try:
    while len(made) < 200_000:
        made.append(os.dup(1))
    print("ESCAPED: no bound")
except (OSError, AttributeError) as error:
    print("contained", type(error).__name__)
