# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import ftplib
    ftplib.FTP("127.0.0.1", timeout=1)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
