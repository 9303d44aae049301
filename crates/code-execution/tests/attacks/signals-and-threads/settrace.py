# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
def trace(frame, event, arg):
    return trace
sys.settrace(trace)
while True:
    pass
