# /// case
# technique = "resource-output"
# analysis = ["output-flood"]
# without_analysis = "contained"
# reference = ""
# ///
for _ in range(10 ** 5):
    print("x" * 10 ** 4, end="")
