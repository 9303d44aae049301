# /// case
# needs = []
# policy = "standard"
# ///
import re

DOCUMENTS = {
    1: "rust compiles to fast native code",
    2: "python is slow but pleasant",
    3: "python and rust work together",
    4: "native code can be slow to write",
}

def tokenize(query):
    return re.findall(r"\(|\)|AND|OR|NOT|\w+", query)

def parse(tokens):
    def either():
        left = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            left = ("or", left, both())
        return left
    def both():
        left = one()
        while tokens and tokens[0] not in (")", "OR"):
            if tokens[0] == "AND":
                tokens.pop(0)
            left = ("and", left, one())
        return left
    def one():
        if not tokens:
            raise SyntaxError("the query ends too soon")
        token = tokens.pop(0)
        if token == "NOT":
            return ("not", one())
        if token == "(":
            inner = either()
            if not tokens or tokens.pop(0) != ")":
                raise SyntaxError("a bracket is not closed")
            return inner
        return ("word", token.lower())
    tree = either()
    if tokens:
        raise SyntaxError(f"unexpected {tokens[0]!r}")
    return tree

INDEX = {}
for number, text in DOCUMENTS.items():
    for word in text.split():
        INDEX.setdefault(word, set()).add(number)

def find(tree):
    match tree:
        case ("word", word):
            return INDEX.get(word, set())
        case ("not", inner):
            return DOCUMENTS.keys() - find(inner)
        case ("and", left, right):
            return find(left) & find(right)
        case ("or", left, right):
            return find(left) | find(right)

for query in ("rust", "python AND rust", "slow NOT python", "(rust OR slow) AND native", "NOT (rust OR python)", "(rust", "rust )"):
    try:
        print(f"{query:<28} {sorted(find(parse(tokenize(query))))}")
    except SyntaxError as error:
        print(f"{query:<28} error: {error.msg}")
