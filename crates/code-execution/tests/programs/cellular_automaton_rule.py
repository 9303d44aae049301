# /// case
# needs = []
# policy = "standard"
# ///
def step(cells, rule):
    n = len(cells)
    return [rule >> (cells[i - 1] << 2 | cells[i] << 1 | cells[(i + 1) % n]) & 1 for i in range(n)]

def run(rule, width, generations, start=None):
    cells = start or [int(i == width // 2) for i in range(width)]
    for _ in range(generations):
        yield cells
        cells = step(cells, rule)

for rule, marks in ((90, " #"), (30, ".@")):
    print(f"rule {rule}")
    for cells in run(rule, 31, 8):
        print("".join(marks[c] for c in cells).rstrip())

def period(rule, start):
    seen, cells, time = {}, tuple(start), 0
    while cells not in seen:
        seen[cells] = time
        cells, time = tuple(step(list(cells), rule)), time + 1
    return seen[cells], time - seen[cells]

print([(rule, period(rule, [1, 0, 0, 1, 0, 1, 1, 0])) for rule in (0, 51, 90, 110, 170)])
print([sum(cells) for cells in run(30, 63, 16)])
