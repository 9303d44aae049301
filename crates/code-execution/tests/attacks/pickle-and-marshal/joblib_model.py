# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = "CVE-2024-34997"
# ///
# A model file of a machine-learning library is a pickle.
import io
import joblib

class Model:
    def __reduce__(self):
        return __import__, ("os",)

buffer = io.BytesIO()
joblib.dump(Model(), buffer)
found = joblib.load(io.BytesIO(buffer.getvalue()))

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
