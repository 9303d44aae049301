# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
