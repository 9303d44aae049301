# /// case
# technique = "resource-output"
# analysis = ["output-flood"]
# without_analysis = "contained"
# reference = ""
# ///
print("\x1b[2J\x1b]0;title\x07" * 10 ** 6)
