# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "contained"
# reference = ""
# ///
import ast
try:
    ast.literal_eval("[" * 10 ** 5)
except BaseException as error:
    print("contained", type(error).__name__)
