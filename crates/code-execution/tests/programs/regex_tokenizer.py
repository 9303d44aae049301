# /// case
# needs = []
# policy = "standard"
# ///
import re
from typing import NamedTuple

class Token(NamedTuple):
    kind: str
    text: str
    line: int
    column: int

SPECIFICATION = [
    ("NUMBER", r"\d+(?:\.\d*)?"),
    ("ASSIGN", r":="),
    ("END", r";"),
    ("NAME", r"[A-Za-z_]\w*"),
    ("OPERATOR", r"[+\-*/<>=]"),
    ("NEWLINE", r"\n"),
    ("SKIP", r"[ \t]+"),
    ("MISMATCH", r"."),
]
MASTER = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in SPECIFICATION))

def tokenize(source, keywords=frozenset({"if", "then", "endif"})):
    line, start = 1, 0
    for match in MASTER.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind == "NEWLINE":
            line, start = line + 1, match.end()
        elif kind == "MISMATCH":
            raise SyntaxError(f"unexpected {text!r} on line {line}")
        elif kind != "SKIP":
            if kind == "NAME" and text in keywords:
                kind = text.upper()
            yield Token(kind, text, line, match.start() - start)

program = "if quantity > 0 then\n  total := total + price * 1.5;\nendif"
for token in tokenize(program):
    print(f"{token.line}:{token.column:<3} {token.kind:<9} {token.text}")
try:
    list(tokenize("a := $5"))
except SyntaxError as error:
    print("error:", error.msg)
