# /// case
# needs = []
# policy = "standard"
# ///
import re

SOURCE = "let total = price * (1 + tax); // add tax\nprint(total, 42.5);"
SPEC = [("COMMENT", r"//[^\n]*"), ("NUMBER", r"\d+(?:\.\d+)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"[=*+(),;]"), ("SKIP", r"\s+")]
pattern = re.compile("|".join(f"(?P<{name}>{regex})" for name, regex in SPEC))
tokens = [(m.lastgroup, m.group()) for m in pattern.finditer(SOURCE) if m.lastgroup != "SKIP"]
for kind in dict.fromkeys(k for k, _ in tokens):
    print(f"{kind:<8}", [text for k, text in tokens if k == kind])
