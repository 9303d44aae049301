# /// case
# technique = "signals-and-threads"
# analysis = ["forbidden-import", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
import sys
def hook(*parts):
    return hook
sys.settrace(hook)
sys.setprofile(hook)
sys.setswitchinterval(10 ** 6)
while True:
    pass
