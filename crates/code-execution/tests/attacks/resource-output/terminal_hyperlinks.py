# /// case
# technique = "resource-output"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
while True:
    print("\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\", end="")
