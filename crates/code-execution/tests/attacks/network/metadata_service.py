# /// case
# technique = "network"
# analysis = ["forbidden-import", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import http.client
    connection = http.client.HTTPConnection("169.254.169.254", timeout=1)
    connection.request("GET", "/latest/meta-data/")
    connection.getresponse()
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
