# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = []
while True:
    try:
        x.append(bytearray(10 ** 7))
    except MemoryError:
        pass
