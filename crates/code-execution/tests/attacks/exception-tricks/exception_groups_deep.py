# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
error = ValueError(1)
for _ in range(3_000):
    error = ExceptionGroup("g", [error])
raise error
