# /// case
# technique = "resource-output"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
while True:
    print("x" * 1000)
