# /// case
# technique = "resource-memory"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
text = "a" * 10 ** 6
while True:
    text = text.translate({97: "a" * 1000})
