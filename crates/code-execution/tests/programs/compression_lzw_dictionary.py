# /// case
# needs = []
# policy = "standard"
# ///
import zlib
from itertools import groupby

def compress(text):
    codes = {chr(i): i for i in range(256)}
    current, out = "", []
    for character in text:
        if current + character in codes:
            current += character
        else:
            out.append(codes[current])
            codes[current + character] = len(codes)
            current = character
    return out + ([codes[current]] if current else [])

def expand(codes):
    table = {i: chr(i) for i in range(256)}
    previous = table[codes[0]]
    out = [previous]
    for code in codes[1:]:
        entry = table[code] if code in table else previous + previous[0]
        out.append(entry)
        table[len(table)] = previous + entry[0]
        previous = entry
    return "".join(out)

text = "TOBEORNOTTOBEORTOBEORNOT" * 3
codes = compress(text)
print(len(text), "characters,", len(codes), "codes", codes[:14])
print(expand(codes) == text, expand(compress("aaaaaaaaaa")) == "aaaaaaaaaa")
print("runs:", [(key, len(list(run))) for key, run in groupby("aaabccdddd")])
packed = zlib.compress(text.encode(), level=9)
print("zlib is smaller than the text:", len(packed) < len(text), zlib.decompress(packed).decode() == text)
