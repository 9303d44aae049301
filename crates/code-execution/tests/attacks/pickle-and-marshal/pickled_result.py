# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = "CVE-2025-14931"
# ///
# The result of a run is unpickled by whoever started it: here it would have to run outside the guest.
import pickle

class Result:
    def __reduce__(self):
        return print, ("ESC" + "APED: the result was unpickled",)

Result.__repr__ = lambda self: pickle.dumps("plain").hex()
Result()
