# /// case
# technique = "resource-output"
# analysis = ["output-flood"]
# without_analysis = "raised"
# reference = ""
# ///
def f(n):
    try:
        raise ValueError("z" * 10 ** 5)
    except ValueError as error:
        if n:
            f(n - 1)
        raise RuntimeError("w" * 10 ** 5)
f(200)
