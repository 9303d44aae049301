# /// case
# needs = []
# policy = "standard"
# ///
class ConfigError(Exception):
    pass

def load(text):
    try:
        key, value = text.split("=")
        return {key.strip(): int(value)}
    except ValueError as error:
        raise ConfigError(f"bad line {text!r}") from error
    else:
        print("unreachable")
    finally:
        print("checked", text)

for text in ("a = 1", "b", "c = x"):
    try:
        print(load(text))
    except ConfigError as error:
        print(type(error).__name__, error, "<-", type(error.__cause__).__name__)
try:
    raise ExceptionGroup("many", [ValueError("v"), KeyError("k")])
except* ValueError as group:
    print("values:", [str(e) for e in group.exceptions])
except* KeyError as group:
    print("keys:", len(group.exceptions))
