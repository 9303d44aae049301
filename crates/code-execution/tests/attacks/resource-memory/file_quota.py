# /// case
# technique = "resource-memory"
# analysis = ["forbidden-function", "endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
with open("big", "wb") as handle:
    while True:
        handle.write(bytes(10 ** 6))
