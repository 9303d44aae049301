# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "limit"
# reference = ""
# ///
import re
re.match(r"(a+)+$", "a" * 40 + "b")
