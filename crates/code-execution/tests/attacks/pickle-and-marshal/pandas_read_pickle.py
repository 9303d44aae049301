# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "unsafe-load"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import pandas, io
    text = pandas.read_pickle(io.BytesIO(b"cos\npopen\n(S'id'\ntR.")).read()
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
