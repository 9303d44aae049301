# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "limit"
# reference = ""
# ///
import re
re.sub(r"a*b", "", "a" * 10 ** 6)
