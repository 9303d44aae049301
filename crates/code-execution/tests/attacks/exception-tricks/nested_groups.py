# /// case
# technique = "exception-tricks"
# analysis = ["deep-value"]
# without_analysis = "raised"
# reference = ""
# ///
error = ValueError("x")
for _ in range(10 ** 4):
    error = ExceptionGroup("g", [error])
raise error
