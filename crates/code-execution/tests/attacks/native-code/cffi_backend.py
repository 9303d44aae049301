# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import _ctypes
    _ctypes.dlopen("libc.so.6", 2)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
