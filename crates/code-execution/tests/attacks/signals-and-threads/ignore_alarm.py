# /// case
# technique = "signals-and-threads"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import signal
try:
    for number in range(1, 30):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
except BaseException:
    pass
while True:
    pass
