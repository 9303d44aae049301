# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
while True:
    pass
