# /// case
# technique = "resource-time"
# analysis = ["large-product"]
# without_analysis = "limit"
# reference = ""
# ///
sum(range(10 ** 15))
