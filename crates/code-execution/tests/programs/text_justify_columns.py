# /// case
# needs = []
# policy = "standard"
# ///
def justify(text, width):
    words, lines, line = text.split(), [], []
    for word in words:
        if sum(map(len, line)) + len(line) + len(word) > width:
            gaps = len(line) - 1
            if gaps == 0:
                lines.append(line[0].ljust(width))
            else:
                spaces = width - sum(map(len, line))
                share, extra = divmod(spaces, gaps)
                out = ""
                for index, piece in enumerate(line[:-1]):
                    out += piece + " " * (share + (index < extra))
                lines.append(out + line[-1])
            line = []
        line.append(word)
    lines.append(" ".join(line).ljust(width))
    return lines

text = ("A language that does not affect the way you think about programming "
        "is not worth knowing and simplicity does not precede complexity but follows it")
left = justify(text, 24)
right = justify(text[::-1], 20)
for a, b in zip(left, right):
    print(f"|{a}|{b}|")
print(all(len(line) == 24 for line in left))
