# /// case
# technique = "recursion-and-parser"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    eval("+".join(["1"] * 10 ** 6))
except BaseException as error:
    print("contained", type(error).__name__)
