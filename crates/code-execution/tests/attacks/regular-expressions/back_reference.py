# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "limit"
# reference = ""
# ///
import re
re.match(r"(a*)*\1b", "a" * 40)
