# /// case
# needs = []
# policy = "standard"
# ///
import json
from pathlib import Path

class JsonStore:
    def __init__(self, path):
        self.path = Path(path)

    def __enter__(self):
        self.data = json.loads(self.path.read_text()) if self.path.exists() else {}
        return self.data

    def __exit__(self, kind, error, traceback):
        if kind is None:
            temporary = self.path.with_suffix(".tmp")
            temporary.write_text(json.dumps(self.data, indent=1))
            temporary.replace(self.path)
        return False

store = JsonStore("notes.json")
with store as notes:
    notes["monday"] = ["buy milk"]
with store as notes:
    notes["monday"].append("call home")
    notes["tuesday"] = []
try:
    with store as notes:
        notes.clear()
        raise RuntimeError("power cut")
except RuntimeError as error:
    print(error)
print(json.loads(Path("notes.json").read_text()))
print(sorted(path.name for path in Path(".").glob("notes.*")))

with open("log.txt", "w+") as log:
    log.writelines(f"line {n}\n" for n in range(5))
    log.seek(0)
    print(log.readline().strip(), log.tell(), len(log.readlines()))
    log.seek(7)
    log.truncate()
with open("log.txt", "rb") as log:
    print(log.read())
with open("log.txt", "x") if not Path("log.txt").exists() else open("log.txt", "a") as log:
    print(log.mode, log.closed)
print(log.closed)
try:
    open("missing.txt")
except FileNotFoundError as error:
    print(error.filename)
