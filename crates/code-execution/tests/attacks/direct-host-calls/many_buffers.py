# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Reads and writes into many buffers at once: none, empty ones, the same one many times, more than there may be.
import os
number = os.open("file", os.O_CREAT | os.O_RDWR)
os.write(number, b"0123456789" * 1000)
block = bytearray(4096)
view = memoryview(block)
lists = ([], [b""] * 3, [block] * 2, [block] * 1023, [block] * 1024, [block] * 1025, [bytearray()] * 100_000)
lists += ([view[:100], view[50:150], view[::-1]], [view[4000:], block, view[:1]])
calls = ("readv", "writev", "preadv", "pwritev")
for buffers in lists:
    for name in calls:
        for offset in (0, 9_999, 2 ** 40, 2 ** 63 - 1, -1):
            function = getattr(os, name, None)
            arguments = (number, buffers) if name in ("readv", "writev") else (number, buffers, offset)
            try:
                done = function(*arguments)
                print("contained" if 0 <= done <= 2 ** 27 else "ESCAPED")
            except (OSError, OverflowError, MemoryError, TypeError, ValueError, BufferError) as error:
                kind = type(error).__name__
            os.lseek(number, 0, 0)
print("contained", kind, os.fstat(number).st_size <= 2 ** 26)
