# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "raised"
# reference = ""
# ///
raise KeyboardInterrupt
