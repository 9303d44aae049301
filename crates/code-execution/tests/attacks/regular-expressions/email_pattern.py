# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "limit"
# reference = ""
# ///
import re
re.match(r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$", "a" * 60 + "!")
