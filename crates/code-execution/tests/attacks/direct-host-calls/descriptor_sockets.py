# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Socket calls on descriptors that are no sockets.
import _socket
actions = (lambda s: s.recv(16), lambda s: s.send(b"x"), lambda s: s.shutdown(2), lambda s: s._accept(), lambda s: s.connect(("127.0.0.1", 80)))
for number in (0, 1, 2, 3, 4, 5):
    for action in actions:
        made = None
        try:
            made = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, fileno=number)
            print("ESCAPED", action(made))
        except BaseException as error:
            print("contained", type(error).__name__)
        if made is not None:
            made.detach()
