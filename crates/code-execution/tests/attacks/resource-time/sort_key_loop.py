# /// case
# technique = "resource-time"
# analysis = ["large-product"]
# without_analysis = "limit"
# reference = ""
# ///
sorted(range(10 ** 7), key=lambda x: sum(range(x % 1000)))
