# /// case
# technique = "exception-tricks"
# analysis = ["endless-recursion"]
# without_analysis = "raised"
# reference = ""
# ///
class Bad(Exception):
    def __str__(self):
        raise Bad()
raise Bad()
