# /// case
# technique = "exception-tricks"
# analysis = ["forbidden-attribute"]
# without_analysis = "raised"
# reference = ""
# ///
error = None
for _ in range(10 ** 5):
    new = ValueError("x")
    new.__cause__ = error
    error = new
raise error
