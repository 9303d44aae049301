# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import ctypes
    ctypes.CDLL(None).getpid()
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
