# /// case
# technique = "regular-expressions"
# analysis = ["catastrophic-regex"]
# without_analysis = "contained"
# reference = ""
# ///
import fnmatch
fnmatch.fnmatch("a" * 100, "*a" * 30 + "b")
