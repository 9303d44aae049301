# /// case
# technique = "processes"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import os, signal
    text = ""
    if os.getppid() > 1:
        os.kill(os.getppid(), 0)
        text = "uid= can signal its parent"
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
