# /// case
# needs = []
# policy = "standard"
# ///
from pathlib import Path, PurePosixPath
import tomllib

root = Path("project")
files = {
    "src/main.py": "import math\n\n# entry\ndef main():\n    print(math.pi)\n",
    "src/util/text.py": "def shout(s):\n    return s.upper()\n",
    "tests/test_text.py": "assert True\n",
    "pyproject.toml": '[project]\nname = "demo"\nversion = "1.2.3"\ndependencies = ["a>=1", "b"]\n',
    "README.md": "# Demo\n",
}
for name, text in files.items():
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

for path in sorted(root.rglob("*.py")):
    lines = path.read_text().splitlines()
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    print(f"{path.relative_to(root).as_posix():<20} {len(lines)} lines, {len(code)} of code")
with (root / "pyproject.toml").open("rb") as handle:
    project = tomllib.load(handle)["project"]
print(project["name"], tuple(map(int, project["version"].split("."))), project["dependencies"])
sizes = {}
for path in root.rglob("*"):
    if path.is_file():
        sizes[path.suffix] = sizes.get(path.suffix, 0) + path.stat().st_size
print(dict(sorted(sizes.items())), max(root.rglob("*.py"), key=lambda p: p.stat().st_size).name)
pure = PurePosixPath("/srv/data/../logs/app.2024.log.gz")
print(pure.suffixes, pure.stem, pure.parent.name, pure.with_suffix(".txt").name, pure.match("*.gz"), pure.is_relative_to("/srv"))
(root / "README.md").rename(root / "READ.me")
print(sorted(path.name for path in root.iterdir()))
