# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import smtplib
    smtplib.SMTP("127.0.0.1", 25, timeout=1)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
