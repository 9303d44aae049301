# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
sum(range(10 ** 15))
