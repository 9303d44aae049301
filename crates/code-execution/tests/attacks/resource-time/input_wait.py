# /// case
# technique = "resource-time"
# analysis = ["forbidden-function"]
# without_analysis = "limit"
# reference = ""
# ///
while True:
    try:
        input()
    except EOFError:
        pass
