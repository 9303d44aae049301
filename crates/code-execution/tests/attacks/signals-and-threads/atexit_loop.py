# /// case
# technique = "signals-and-threads"
# analysis = ["endless-loop"]
# without_analysis = "contained"
# reference = ""
# ///
import atexit
@atexit.register
def forever():
    while True:
        pass
print("done")
