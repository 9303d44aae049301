# /// case
# needs = []
# policy = "standard"
# ///
from itertools import groupby
import re

def encode(text):
    return "".join(f"{len(list(run))}{char}" for char, run in groupby(text))

def decode(text):
    return "".join(char * int(n) for n, char in re.findall(r"(\d+)(\D)", text))

for sample in ("WWWWBBBWWC", "a", "zzzzzzzzzzzz"):
    packed = encode(sample)
    print(sample, packed, decode(packed) == sample)
