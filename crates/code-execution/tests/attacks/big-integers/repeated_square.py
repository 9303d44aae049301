# /// case
# technique = "big-integers"
# analysis = ["endless-loop"]
# without_analysis = "limit"
# reference = ""
# ///
x = 3
while True:
    x *= x
