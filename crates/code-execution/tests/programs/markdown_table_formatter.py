# /// case
# needs = []
# policy = "standard"
# ///
TABLE = """
| Name | Qty | Price|
|:--|--:|:-:|
| Bolt M6|120|0.12 |
|Nut |  80| 0.08|
| Very long washer name | 5 | 12.5 |
"""

def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]

def alignment(cell):
    left, right = cell.startswith(":"), cell.endswith(":")
    return "^" if left and right else ">" if right else "<"

def format_table(source):
    header, rule, *body = [cells(line) for line in source.strip().splitlines()]
    aligns = [alignment(cell) for cell in rule]
    widths = [max(len(row[i]) for row in [header, *body]) for i in range(len(header))]
    def line(row):
        return "| " + " | ".join(f"{cell:{a}{w}}" for cell, a, w in zip(row, aligns, widths)) + " |"
    marks = {"<": (":", "-"), ">": ("-", ":"), "^": (":", ":")}
    dashes = "|" + "|".join(marks[a][0] + "-" * w + marks[a][1] for a, w in zip(aligns, widths)) + "|"
    return "\n".join([line(header), dashes, *map(line, body)])

print(format_table(TABLE))
