# /// case
# technique = "exception-tricks"
# analysis = ["exit-exception"]
# without_analysis = "raised"
# reference = ""
# ///
raise KeyboardInterrupt
