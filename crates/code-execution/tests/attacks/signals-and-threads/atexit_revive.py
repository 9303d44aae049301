# /// case
# technique = "signals-and-threads"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
import atexit, time
atexit.register(lambda: time.sleep(1000))
print("done")
