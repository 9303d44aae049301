# /// case
# technique = "resource-output"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
raise ValueError("x" * 10 ** 8)
