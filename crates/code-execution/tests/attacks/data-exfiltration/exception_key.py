# /// case
# technique = "data-exfiltration"
# analysis = ["secret-in-code"]
# without_analysis = "raised"
# reference = ""
# ///
key = "sk-" + "proj-" + "a1B2" * 12
raise ValueError("bad key " + key)
