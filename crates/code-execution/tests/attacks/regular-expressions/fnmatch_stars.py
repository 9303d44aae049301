# /// case
# technique = "regular-expressions"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
import fnmatch
fnmatch.fnmatch("a" * 100, "*a" * 30 + "b")
