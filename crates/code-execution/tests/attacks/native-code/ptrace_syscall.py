# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import ctypes
    ctypes.CDLL("libc.so.6").ptrace(16, 1, 0, 0)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
