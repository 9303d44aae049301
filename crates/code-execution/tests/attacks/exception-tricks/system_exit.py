# /// case
# technique = "exception-tricks"
# analysis = ["exit-exception"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    raise SystemExit(0)
except SystemExit:
    print("contained")
