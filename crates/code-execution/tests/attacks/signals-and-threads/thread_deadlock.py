# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
print("ESCAPED")
