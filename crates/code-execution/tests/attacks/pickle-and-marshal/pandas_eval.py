# /// case
# technique = "pickle-and-marshal"
# analysis = ["string-execution"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import pandas
    text = pandas.eval("@pandas.compat.os.popen('id').read()", engine="python")
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
