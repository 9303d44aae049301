# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# Paths as no program would write them, through every call that takes one.
import os
paths = ("", "\0", "a\0b", "/" * 5000, "../" * 2000 + "etc/passwd", "x" * 100_000, "./" * 50_000, b"\xff\xfe", "/proc/self/fd/0", "//etc//passwd", "\u202e", "CON")
for path in paths:
    for action in (os.open, os.stat, os.listdir, os.mkdir, os.rmdir, os.unlink, os.readlink, os.chdir, os.scandir):
        try:
            value = action(path, os.O_RDONLY) if action is os.open else action(path)
            print("ESCAPED" if action is os.open and b"root:" in os.read(value, 100) else "contained")
        except BaseException as error:
            kind = type(error).__name__
os.chdir("/work")
print("contained", kind)
