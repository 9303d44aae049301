# /// case
# technique = "resource-memory"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
table = {(a, b, c): [a, b, c] for a in range(2000) for b in range(2000) for c in range(2000)}
