# /// case
# technique = "file-access"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
try:
    names = set(os.listdir("/"))
except OSError:
    names = set()
print("ESCAPED" if {"boot", "proc", "root"} <= names else "contained")
