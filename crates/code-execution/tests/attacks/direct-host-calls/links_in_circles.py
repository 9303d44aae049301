# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
import os
os.symlink("b", "a")
os.symlink("a", "b")
os.symlink("../../../../../../etc/passwd", "out")
os.symlink("/", "root")
os.symlink("loop/loop/loop", "loop")
for path in ("a", "b", "out", "root/etc/passwd", "loop", "root/root/root/root/work/out"):
    try:
        print("ESCAPED", open(path).read()[:20])
    except OSError as error:
        print("contained", type(error).__name__)
