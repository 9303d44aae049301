# /// case
# needs = []
# policy = "standard"
# ///
import re
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

def count(formula):
    stack = [{}]
    for element, number, opening, closing, repeat in re.findall(r"([A-Z][a-z]?)(\d*)|(\()|(\))(\d*)", formula):
        if element:
            stack[-1][element] = stack[-1].get(element, 0) + int(number or 1)
        elif opening:
            stack.append({})
        elif closing:
            for inner, times in stack.pop().items():
                stack[-1][inner] = stack[-1].get(inner, 0) + times * int(repeat or 1)
    return stack[0]

def null_vector(rows):
    rows, pivots, width = [list(map(Fraction, row)) for row in rows], [], len(rows[0])
    for column in range(width):
        row = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if row is None:
            continue
        place = len(pivots)
        rows[place], rows[row] = rows[row], rows[place]
        rows[place] = [x / rows[place][column] for x in rows[place]]
        for other in range(len(rows)):
            if other != place:
                rows[other] = [a - rows[other][column] * b for a, b in zip(rows[other], rows[place])]
        pivots.append(column)
    free = [c for c in range(width) if c not in pivots]
    if len(free) != 1:
        raise ValueError("no single solution")
    vector = [Fraction(0)] * width
    vector[free[0]] = Fraction(1)
    for row, column in zip(rows, pivots):
        vector[column] = -row[free[0]]
    scale = lcm(*(x.denominator for x in vector))
    whole = [int(x * scale) for x in vector]
    return [x // reduce(gcd, whole) for x in whole]

def balance(equation):
    left, right = (side.split("+") for side in equation.replace(" ", "").split("->"))
    counts = [count(f) for f in left] + [{e: -n for e, n in count(f).items()} for f in right]
    elements = sorted({e for c in counts for e in c})
    numbers = null_vector([[c.get(e, 0) for c in counts] for e in elements])
    terms = [f"{n if n > 1 else ''}{f}" for n, f in zip(numbers, left + right)]
    return " + ".join(terms[:len(left)]) + " -> " + " + ".join(terms[len(left):])

for equation in ("H2 + O2 -> H2O", "C3H8 + O2 -> CO2 + H2O", "Fe + O2 -> Fe2O3", "Ca(OH)2 + H3PO4 -> Ca3(PO4)2 + H2O", "KMnO4 + HCl -> KCl + MnCl2 + H2O + Cl2"):
    print(balance(equation))
