# /// case
# technique = "exception-tricks"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
class Bad(Exception):
    def __str__(self):
        while True:
            pass
raise Bad()
