# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
try:
    raise SystemExit(0)
except SystemExit:
    print("contained")
