# /// case
# needs = []
# policy = "standard"
# ///
from collections.abc import Callable

class Registry:
    def __init__(self):
        self.commands: dict[str, Callable] = {}
        self.help: dict[str, str] = {}

    def command(self, name=None, *, aliases=()):
        def register(function):
            for key in (name or function.__name__, *aliases):
                if key in self.commands:
                    raise ValueError(f"{key} is taken")
                self.commands[key] = function
            self.help[name or function.__name__] = (function.__doc__ or "").strip()
            return function
        return register

    def run(self, line):
        name, *arguments = line.split()
        function = self.commands.get(name)
        if function is None:
            close = sorted(self.commands, key=lambda known: (sum(a != b for a, b in zip(known, name)) + abs(len(known) - len(name)), known))
            return f"no command {name}, did you mean {close[0]}?"
        try:
            return function(*map(float, arguments))
        except TypeError:
            return f"{name} does not take {len(arguments)} arguments"

registry = Registry()

@registry.command(aliases=["plus"])
def add(*numbers):
    """Adds numbers."""
    return sum(numbers)

@registry.command("pow")
def power(base, exponent=2):
    """Raises to a power."""
    return base ** exponent

for line in ("add 1 2 3", "plus 4", "pow 3", "pow 2 10", "pow 1 2 3", "ad 1", "powe 2"):
    print(f"{line:<10} -> {registry.run(line)}")
print(registry.help)
try:
    registry.command("add")(print)
except ValueError as error:
    print("error:", error)
