# /// case
# needs = []
# policy = "standard"
# ///
class ParseError(ValueError):
    pass

class Parser:
    def __init__(self, text):
        self.text, self.position = text, 0

    def fail(self, message):
        raise ParseError(f"{message} at {self.position}")

    def space(self):
        while self.text[self.position:self.position + 1] in " \t\n\r" and self.position < len(self.text):
            self.position += 1

    def take(self, expected):
        if not self.text.startswith(expected, self.position):
            self.fail(f"expected {expected!r}")
        self.position += len(expected)

    def value(self):
        self.space()
        character = self.text[self.position:self.position + 1]
        if character == "{":
            return dict(self.members("{", "}", self.pair))
        if character == "[":
            return list(self.members("[", "]", self.value))
        if character == '"':
            return self.string()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return meaning
        return self.number()

    def members(self, opening, closing, item):
        self.take(opening)
        self.space()
        if self.text.startswith(closing, self.position):
            return self.take(closing) or ()
        found = [item()]
        self.space()
        while self.text.startswith(",", self.position):
            self.take(",")
            found.append(item())
            self.space()
        self.take(closing)
        return found

    def pair(self):
        self.space()
        key = self.string()
        self.space()
        self.take(":")
        return key, self.value()

    def string(self):
        self.take('"')
        end = self.text.find('"', self.position)
        if end < 0:
            self.fail("unterminated string")
        piece, self.position = self.text[self.position:end], end + 1
        return piece

    def number(self):
        start = self.position
        while self.text[self.position:self.position + 1] in tuple("0123456789+-.eE"):
            self.position += 1
        if start == self.position:
            self.fail("expected a value")
        piece = self.text[start:self.position]
        return float(piece) if any(c in piece for c in ".eE") else int(piece)

for text in ['{"a": [1, -2.5, {"b": null}], "c": "x", "d": {}}', "[1, 2", '{"a" 1}', "[true,false,[]]", '"open']:
    try:
        print(Parser(text).value())
    except ParseError as error:
        print("error:", error)
