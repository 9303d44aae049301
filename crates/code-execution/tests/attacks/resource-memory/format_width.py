# /// case
# technique = "resource-memory"
# analysis = ["exploding-value"]
# without_analysis = "raised"
# reference = ""
# ///
print(len(f"{1:{10 ** 11}}"))
print("ESCAPED")
