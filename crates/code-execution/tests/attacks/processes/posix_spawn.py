# /// case
# technique = "processes"
# analysis = ["forbidden-import", "unavailable-function", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import os
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "id > id.txt"], {})
    os.waitpid(pid, 0)
    text = open("id.txt").read()
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
