# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Every combination of flags, and numbers that are no flags; read-only files stay what they are.
import os
shared = "/usr/local/lib/python315.zip"
size = os.stat(shared).st_size
names = [name for name in dir(os) if name.startswith("O_")]
bits = [getattr(os, name) for name in names] + [1 << shift for shift in range(31)] + [-1, 2 ** 31 - 1, 0]
opened = 0
for one in bits:
    for other in (0, os.O_RDWR, os.O_WRONLY | os.O_CREAT, os.O_CREAT | os.O_TRUNC, os.O_CREAT | os.O_EXCL | os.O_APPEND):
        for path in (shared, "file", "/", ".", "/tmp/new", "/work/file/below"):
            for mode in (0o777, 0, -1, 2 ** 31 - 1):
                try:
                    number = os.open(path, one | other, mode)
                except (OSError, OverflowError, ValueError):
                    continue
                opened += 1
                try:
                    os.write(number, b"x")
                    if path == shared:
                        print("ESCAPED")
                except OSError:
                    pass
                os.close(number)
print("contained", opened > 0, os.stat(shared).st_size == size)
