# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# One frame as large as memory allows.
import sys
door = sys.modules["_host"].call
for size in (10 ** 6, 10 ** 7, 10 ** 8):
    for head in (b'{"op":"report"}\n', b'{"op":"artifact","name":"a.bin","media_type":"a/b"}\n', b""):
        try:
            door(head + bytes(size))
            print("contained, taken")
        except BaseException as error:
            print("contained", type(error).__name__)
