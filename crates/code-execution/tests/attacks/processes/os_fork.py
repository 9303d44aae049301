# /// case
# technique = "processes"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import os
    pid = os.fork()
    if pid == 0:
        os._exit(7)
    text = "uid= of a child" if os.waitpid(pid, 0)[1] else ""
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
