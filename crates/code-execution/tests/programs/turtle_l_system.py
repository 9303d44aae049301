# /// case
# needs = []
# policy = "standard"
# ///
import math

RULES = {"F": "F+F-F-F+F"}

def expand(axiom, rounds):
    for _ in range(rounds):
        axiom = "".join(RULES.get(symbol, symbol) for symbol in axiom)
    return axiom

def draw(program, angle=90):
    x = y = heading = 0
    path, stack = [(0, 0)], []
    for symbol in program:
        if symbol == "F":
            x += round(math.cos(math.radians(heading)))
            y += round(math.sin(math.radians(heading)))
            path.append((x, y))
        elif symbol in "+-":
            heading = (heading + (angle if symbol == "+" else -angle)) % 360
        elif symbol == "[":
            stack.append((x, y, heading))
        elif symbol == "]":
            x, y, heading = stack.pop()
    return path

program = expand("F", 2)
path = draw(program)
print(len(program), len(path), path[-1], max(y for _, y in path))
width, height = max(x for x, _ in path) + 1, max(y for _, y in path) + 1
canvas = [[" "] * width for _ in range(height)]
for x, y in path:
    canvas[height - 1 - y][x] = "*"
print("\n".join("".join(row).rstrip() for row in canvas))
RULES["F"] = "F[+F]F"
print(expand("F", 2), len(expand("F", 6)))
