# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-attribute"]
# without_analysis = "raised"
# reference = ""
# ///
a, b = ValueError("a"), ValueError("b")
a.__cause__, b.__cause__ = b, a
raise a
