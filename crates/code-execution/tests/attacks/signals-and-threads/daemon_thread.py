# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "endless-loop", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
import threading
def spin():
    while True:
        pass
try:
    threading.Thread(target=spin, daemon=True).start()
except RuntimeError:
    print("contained")
