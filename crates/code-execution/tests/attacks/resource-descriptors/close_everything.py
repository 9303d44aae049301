# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Standard output and the folders opened ahead, closed one by one; then the report has to get out.
import os
closed = 0
for number in range(3, 4096):
    try:
        os.close(number)
        closed += 1
    except OSError:
        pass
print("contained", closed)
