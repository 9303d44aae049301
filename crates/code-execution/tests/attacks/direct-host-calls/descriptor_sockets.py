# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import", "dynamic-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
# Socket calls on descriptors that are no sockets.
import _socket
for number in (0, 1, 2, 3, 4, 5):
    for action in ("recv", "send", "shutdown", "accept", "_accept"):
        try:
            made = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, fileno=number)
            getattr(made, action)(*([16] if action == "recv" else [b"x"] if action == "send" else [2] if action == "shutdown" else []))
            print("ESCAPED", action)
        except BaseException as error:
            kind = type(error).__name__
print("contained", kind)
