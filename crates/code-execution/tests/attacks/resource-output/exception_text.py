# /// case
# technique = "resource-output"
# analysis = ["exploding-value", "output-flood"]
# without_analysis = "limit"
# reference = ""
# ///
raise ValueError("x" * 10 ** 8)
