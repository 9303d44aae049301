# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
import threading, time
try:
    while True:
        threading.Thread(target=time.sleep, args=(100,)).start()
except RuntimeError:
    print("contained")
