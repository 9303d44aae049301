# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
for number in (0, 1, 2):
    try:
        os.close(number)
    except OSError as error:
        print("contained", type(error).__name__)
print("nobody hears this")
