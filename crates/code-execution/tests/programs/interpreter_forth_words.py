# /// case
# needs = []
# policy = "standard"
# ///
class Forth:
    def __init__(self):
        self.stack, self.out = [], []
        self.words = {
            "+": self.binary(lambda a, b: a + b), "-": self.binary(lambda a, b: a - b),
            "*": self.binary(lambda a, b: a * b), "/": self.binary(lambda a, b: a // b),
            "=": self.binary(lambda a, b: -int(a == b)), "<": self.binary(lambda a, b: -int(a < b)),
            "dup": lambda: self.stack.append(self.stack[-1]), "drop": lambda: self.stack.pop(),
            "swap": self.swap, "over": lambda: self.stack.append(self.stack[-2]),
            ".": lambda: self.out.append(str(self.stack.pop())),
        }

    def binary(self, function):
        def word():
            b, a = self.stack.pop(), self.stack.pop()
            self.stack.append(function(a, b))
        return word

    def swap(self):
        self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]

    def run(self, text):
        tokens = text.lower().split()
        if tokens[:1] == [":"]:
            end = tokens.index(";")
            name, body = tokens[1], tokens[2:end]
            self.words[name] = lambda: self.execute(body)
            tokens = tokens[end + 1:]
        self.execute(tokens)

    def execute(self, tokens):
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token == "if":
                end = tokens.index("then", position)
                if not self.stack.pop():
                    position = end
            elif token in self.words:
                self.words[token]()
            elif token != "then":
                self.stack.append(int(token))
            position += 1

machine = Forth()
for line in ("1 2 + 4 * .", ": square dup * ;", "7 square .", ": clamp dup 100 < if 1 + then ;", "5 clamp . 200 clamp .", "10 3 swap over", "drop", "x"):
    machine.out.clear()
    try:
        machine.run(line)
        print(f"{line:<34} {' '.join(machine.out) or '-':<8} {machine.stack}")
    except (IndexError, ValueError) as error:
        print(f"{line:<34} {type(error).__name__}")
