# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import socket
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 47391))
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
