# /// case
# technique = "resource-memory"
# analysis = ["forbidden-function", "endless-loop"]
# without_analysis = "raised"
# reference = ""
# ///
with open("big", "wb") as handle:
    while True:
        handle.write(bytes(10 ** 6))
