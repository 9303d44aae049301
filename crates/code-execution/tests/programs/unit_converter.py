# /// case
# needs = []
# policy = "standard"
# ///
FACTORS = {"m": 1, "km": 1000, "cm": 0.01, "mi": 1609.344, "ft": 0.3048, "in": 0.0254}

def convert(value, source, target):
    if source not in FACTORS or target not in FACTORS:
        raise KeyError(f"unknown unit in {source}->{target}")
    return value * FACTORS[source] / FACTORS[target]

for value, source, target in ((5, "km", "mi"), (6, "ft", "cm"), (12, "in", "ft"), (1, "mi", "km")):
    print(f"{value} {source} = {convert(value, source, target):.4g} {target}")
try:
    convert(1, "m", "parsec")
except KeyError as error:
    print(error)
