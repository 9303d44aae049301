# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = []
while True:
    x.append("y" * 10 ** 6)
