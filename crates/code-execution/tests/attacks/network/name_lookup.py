# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import socket
    socket.gethostbyname("localhost")
    socket.getaddrinfo("example.org", 80)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
