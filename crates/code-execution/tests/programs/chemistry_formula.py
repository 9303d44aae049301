# /// case
# needs = []
# policy = "standard"
# ///
import re
from collections import Counter

MASS = {"H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Na": 22.990, "S": 32.06, "Ca": 40.078}

def parse(formula):
    stack = [Counter()]
    for element, close, count, opening in re.findall(r"([A-Z][a-z]?)(?=(\d*))|\)(\d*)|(\()", formula) and \
            [(m[1], m[3], m[2] or m[4], m[5]) for m in re.finditer(r"([A-Z][a-z]?)(\d*)|(\))(\d*)|(\()", formula)]:
        if opening:
            stack.append(Counter())
        elif close:
            group, times = stack.pop(), int(count or 1)
            for key, n in group.items():
                stack[-1][key] += n * times
        else:
            stack[-1][element] += int(count or 1)
    return stack[0]

for formula in ("H2O", "C6H12O6", "Ca(OH)2", "Na2SO4"):
    atoms = parse(formula)
    print(f"{formula:<8} {sum(MASS[e] * n for e, n in atoms.items()):8.3f} {dict(atoms)}")
