# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# The request is handed out once: a second `start` tells nothing of another execution.
import sys
door = sys.modules["_host"].call
for _ in range(100):
    try:
        answer = door(b'{"op":"start"}\n')
    except BaseException as error:
        answer = b""
    if answer and b"code" in answer:
        print("ESCAPED", answer[:40])
print("contained")
