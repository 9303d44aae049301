# /// case
# needs = []
# policy = "standard"
# ///
def suffix_array(text):
    return sorted(range(len(text)), key=lambda index: text[index:])

def common_prefix(a, b):
    length = 0
    for x, y in zip(a, b):
        if x != y:
            break
        length += 1
    return length

def longest_repeat(text):
    order = suffix_array(text)
    best = ""
    for i, j in zip(order, order[1:]):
        length = common_prefix(text[i:], text[j:])
        if length > len(best):
            best = text[i:i + length]
    return best

def burrows_wheeler(text):
    text += "$"
    return "".join(text[index - 1] for index in suffix_array(text))

def inverse(transformed):
    table = [""] * len(transformed)
    for _ in transformed:
        table = sorted(c + row for c, row in zip(transformed, table))
    return next(row for row in table if row.endswith("$"))[:-1]

for word in ("banana", "mississippi", "to be or not to be"):
    coded = burrows_wheeler(word)
    print(word, "|", suffix_array(word)[:6], "|", repr(longest_repeat(word)), "|", coded, inverse(coded) == word)
