# /// case
# technique = "resource-files"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import os
os.makedirs("a/b/c")
for source, target in (("a", "a/b/c/a"), ("a", "a"), ("a/b", "a"), (".", "x"), ("/", "y"), ("a", "/tmp/../../a")):
    try:
        os.rename(source, target)
        print("contained, renamed")
    except OSError as error:
        print("contained", type(error).__name__)
print(sorted(os.listdir("."))[:3])
