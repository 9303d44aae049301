# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import ctypes
    ctypes.pythonapi.PyRun_SimpleString(b"import os")
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
