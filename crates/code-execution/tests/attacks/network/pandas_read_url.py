# /// case
# technique = "network"
# analysis = ["file-function", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import pandas
    pandas.read_csv("http://127.0.0.1:47391/x.csv")
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
