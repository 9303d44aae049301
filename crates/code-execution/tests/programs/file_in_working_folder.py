# /// case
# needs = []
# policy = "standard"
# ///
from pathlib import Path

path = Path("notes.txt")
path.write_text("first\nsecond\nthird\n")
with open("notes.txt", "a") as handle:
    handle.write("fourth\n")
lines = path.read_text().splitlines()
print(len(lines), lines[-1], path.stat().st_size, path.suffix, path.stem)
with path.open() as handle:
    for number, line in enumerate(handle, 1):
        print(f"{number}: {line.rstrip()}")
path.unlink()
print(path.exists())
