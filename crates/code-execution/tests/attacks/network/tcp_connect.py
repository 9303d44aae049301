# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import socket
    socket.create_connection(("127.0.0.1", 47391), timeout=1).sendall(b"x")
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
