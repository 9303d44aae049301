# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "limit"
# reference = ""
# ///
import re
re.search(r"\s*\s*\s*\s*\s*x", " " * 5000)
