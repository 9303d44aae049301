# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = "a"
while True:
    x = x.replace("a", "aa" * 10)
