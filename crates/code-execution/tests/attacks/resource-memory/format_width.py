# /// case
# technique = "resource-memory"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
print(len(f"{1:{10 ** 11}}"))
print("ESCAPED")
