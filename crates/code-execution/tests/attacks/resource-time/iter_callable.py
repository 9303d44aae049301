# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
for _ in iter(int, 1):
    pass
