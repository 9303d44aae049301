# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = [0]
while True:
    x += x
