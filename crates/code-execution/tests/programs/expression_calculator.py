# /// case
# needs = []
# policy = "standard"
# ///
import re

def tokens(text):
    for number, operator in re.findall(r"\s*(?:(\d+(?:\.\d+)?)|(.))", text):
        yield float(number) if number else operator

def evaluate(text):
    stream = list(tokens(text)) + ["end"]
    position = 0
    def peek():
        return stream[position]
    def take():
        nonlocal position
        position += 1
        return stream[position - 1]
    def atom():
        token = take()
        if token == "(":
            value = expression()
            assert take() == ")"
            return value
        if token == "-":
            return -atom()
        return token
    def term():
        value = atom()
        while peek() in ("*", "/"):
            value = value * atom() if take() == "*" else value / atom()
        return value
    def expression():
        value = term()
        while peek() in ("+", "-"):
            value = value + term() if take() == "+" else value - term()
        return value
    return expression()

for text in ("1 + 2 * 3", "(1 + 2) * 3", "10 / 4 - 1", "-(2 + 3) * 2.5"):
    print(text, "=", evaluate(text))
