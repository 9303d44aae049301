# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "waiting-function"]
# without_analysis = "contained"
# reference = ""
# ///
import atexit, time
atexit.register(lambda: time.sleep(1000))
print("done")
