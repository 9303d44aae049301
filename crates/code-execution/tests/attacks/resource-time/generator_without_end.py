# /// case
# technique = "resource-time"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
def forever():
    while True:
        yield 1
print(sum(forever()))
