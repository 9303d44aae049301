# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
class Bad(Exception):
    def __str__(self):
        raise Bad()
raise Bad()
