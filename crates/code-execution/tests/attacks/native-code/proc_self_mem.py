# /// case
# technique = "native-code"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    with open("/proc/self/mem", "r+b", 0) as memory:
        memory.seek(1 << 22)
        memory.read(1)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
