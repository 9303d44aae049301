# /// case
# needs = []
# policy = "standard"
# ///
class ConfigError(Exception):
    def __init__(self, field, reason):
        super().__init__(f"{field}: {reason}")
        self.field = field

def validate(config):
    problems = []
    for field, kind in (("host", str), ("port", int), ("debug", bool)):
        if field not in config:
            problems.append(KeyError(field))
        elif not isinstance(config[field], kind):
            error = ConfigError(field, f"expected {kind.__name__}")
            error.add_note(f"found {config[field]!r}")
            problems.append(error)
    if problems:
        raise ExceptionGroup("the configuration is wrong", problems)
    return config

for config in ({"host": "localhost", "port": 80, "debug": False}, {"host": 5, "port": "80"}):
    try:
        print("fine:", validate(config))
    except* ConfigError as group:
        for error in group.exceptions:
            print("config:", error, error.__notes__)
    except* KeyError as group:
        print("missing:", [error.args[0] for error in group.exceptions])

def outer():
    try:
        int("x")
    except ValueError as error:
        raise RuntimeError("outer failed") from error

try:
    outer()
except RuntimeError as error:
    print(error, "<-", error.__cause__)

def cleanup_order():
    try:
        return "from try"
    finally:
        print("finally runs first")

print(cleanup_order())
nested = ExceptionGroup("top", [ValueError("a"), ExceptionGroup("inner", [TypeError("b"), ValueError("c")])])
match, rest = nested.split(ValueError)
print(len(match.exceptions), rest.exceptions[0].exceptions)
