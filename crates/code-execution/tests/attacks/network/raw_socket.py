# /// case
# technique = "network"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import socket
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
