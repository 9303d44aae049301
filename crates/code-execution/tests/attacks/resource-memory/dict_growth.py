# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = {}
while True:
    x[len(x)] = bytes(10 ** 5)
