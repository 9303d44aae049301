# /// case
# technique = "resource-time"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
# Nobody else can set it: the guest ends, since there is nothing left that could run.
import threading
threading.Event().wait(100_000)
print("ESCAPED")
