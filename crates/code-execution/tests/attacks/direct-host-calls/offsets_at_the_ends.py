# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Offsets and lengths at the ends of what fits: a file does not grow by being asked to.
import os
number = os.open("file", os.O_CREAT | os.O_RDWR)
os.write(number, b"some bytes")
moments = (0, 1, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 62, 2 ** 63 - 1, -2 ** 63)
def attempt(name, *arguments):
    try:
        return getattr(os, name)(*arguments)
    except (AttributeError, OSError, OverflowError, MemoryError, ValueError) as error:
        return error
for offset in moments:
    for whence in (0, 1, 2, 3, -1, 255):
        attempt("lseek", number, offset, whence)
    attempt("read", number, 100)
    attempt("write", number, b"x")
    attempt("ftruncate", number, offset)
    attempt("truncate", "file", offset)
    for length in moments:
        attempt("posix_fallocate", number, offset, length)
        attempt("posix_fadvise", number, offset, length, 99)
        attempt("pread", number, min(abs(length), 2 ** 24), offset)
        attempt("pwrite", number, b"x" * 100, offset)
        attempt("copy_file_range", number, number, 100, offset, length)
        attempt("sendfile", number, number, offset, 100)
    if os.fstat(number).st_size > 2 ** 26:
        print("ESCAPED", os.fstat(number).st_size)
print("contained", os.fstat(number).st_size <= 2 ** 26)
