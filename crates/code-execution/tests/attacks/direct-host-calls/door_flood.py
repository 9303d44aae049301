# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
# Frames without an end.
import sys
door = sys.modules["_host"].call
while True:
    try:
        door(b'{"op":"artifact","name":"a.txt","media_type":"text/plain"}\n' + b"x" * 1000)
    except BaseException:
        pass
