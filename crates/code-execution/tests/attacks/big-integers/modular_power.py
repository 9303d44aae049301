# /// case
# technique = "big-integers"
# analysis = ["exploding-value"]
# without_analysis = "limit"
# reference = ""
# ///
pow(3, 10 ** 10 ** 6, 10 ** 10 ** 5 + 7)
