# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
for number in (0, 1, 2):
    os.close(number)
print("nobody hears this")
