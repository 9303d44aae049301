# /// case
# technique = "regular-expressions"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
import re
re.match(r"(a+)+$", "a" * 40 + "b")
