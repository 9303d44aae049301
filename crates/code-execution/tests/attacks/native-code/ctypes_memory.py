# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import ctypes
    ctypes.memset(ctypes.cast(1 << 40, ctypes.c_void_p), 0, 1)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
