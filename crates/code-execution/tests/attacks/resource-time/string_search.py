# /// case
# technique = "resource-time"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
# One native call over long texts, without a loop in Python.
text, pattern = "ab" * 20_000_000, "ab" * 10_000_000 + "c"
for _ in range(10 ** 6):
    text.count(pattern)
