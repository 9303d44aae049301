# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Frames that look like calls of host functions, where there are none; and frames that change while they are read.
import sys
door = sys.modules["_host"].call
answers = set()
def attempt(frame):
    try:
        answer = door(frame)
        answers.add(type(answer).__name__)
        if answer and b"root:" in bytes(answer):
            print("ESCAPED", answer[:40])
    except BaseException as error:
        answers.add(type(error).__name__)
head = b'{"v":'
for body in (b"", b"1", b"1}", b'1,"op":"describe"}', b'1,"op":"call","name":"open","arguments":{"path":"/etc/passwd"}}', b"-1}", b"1e999}", b"[" * 100_000, b"\xff" * 1000, b"1" * 10_000_000):
    attempt(head + body)
    attempt(bytearray(head + body))
    attempt(memoryview(head + body))
for odd in (None, 1, "text", [], memoryview(b"12345678").cast("I"), memoryview(b"123456")[::2], b"", object()):
    attempt(odd)
for header in (b'{"op":"start","op":"report"}', b'{"op":"report","op":"start"}', b'{"op":"artifact"}', b'{"op":"artifact","name":1,"media_type":2}', b'{"op":null}', b'"start"', b'{"op":"start"}' + b" " * 4081, b'{"op":"start"}' + b" " * 4082):
    for end in (b"", b"\n", b"\r\n", b"\n\n", b"\0\n"):
        attempt(header + end)
print("contained", sorted(answers))
