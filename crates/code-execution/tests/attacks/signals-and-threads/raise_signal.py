# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import signal
try:
    signal.raise_signal(9)
except BaseException as error:
    print("contained", type(error).__name__)
