# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import socket
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
