# /// case
# technique = "native-code"
# analysis = ["forbidden-function", "dynamic-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Every door into native code that a standard library has.
for name in ("ctypes", "_ctypes", "cffi", "_cffi_backend", "mmap", "fcntl", "resource", "_posixsubprocess", "_testcapi", "_testinternalcapi", "_xxtestfuzz", "readline", "syslog", "termios"):
    try:
        module = __import__(name)
    except BaseException as error:
        print("contained", name, type(error).__name__)
        continue
    for member in ("CDLL", "dlopen", "fork_exec", "ioctl", "setrlimit", "PyDLL", "call_function"):
        function = getattr(module, member, None)
        if function is None:
            continue
        try:
            function(None)
            print("ESCAPED", name, member)
        except BaseException as error:
            print("contained", name, member, type(error).__name__)
