# /// case
# technique = "network"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import urllib.request
    urllib.request.urlopen("http://127.0.0.1:47391/", timeout=1)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
