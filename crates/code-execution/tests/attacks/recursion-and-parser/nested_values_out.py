# /// case
# technique = "recursion-and-parser"
# analysis = []
# without_analysis = "contained"
# reference = "pydantic/monty#116"
# ///
# A value that is nested deeper than the stack that turns it into the caller's value.
x = []
for _ in range(200_000):
    x = [x]
x
