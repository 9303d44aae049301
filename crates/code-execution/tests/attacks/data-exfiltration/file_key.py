# /// case
# technique = "data-exfiltration"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
key = "sk-" + "proj-" + "a1B2" * 12
with open("report.txt", "w") as handle:
    handle.write("key " + key)
