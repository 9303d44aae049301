# /// case
# technique = "data-exfiltration"
# analysis = ["secret-in-code"]
# without_analysis = "contained"
# reference = ""
# ///
key = "sk-" + "proj-" + "a1B2" * 12
print("key", key)
