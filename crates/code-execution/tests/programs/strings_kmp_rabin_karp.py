# /// case
# needs = []
# policy = "standard"
# ///
def failure(pattern):
    table, length = [0], 0
    for index in range(1, len(pattern)):
        while length and pattern[index] != pattern[length]:
            length = table[length - 1]
        length += pattern[index] == pattern[length]
        table.append(length)
    return table

def kmp(text, pattern):
    table, matched = failure(pattern), 0
    for index, character in enumerate(text):
        while matched and character != pattern[matched]:
            matched = table[matched - 1]
        matched += character == pattern[matched]
        if matched == len(pattern):
            yield index - matched + 1
            matched = table[matched - 1]

def rabin_karp(text, pattern, base=256, modulus=1_000_003):
    size = len(pattern)
    high = pow(base, size - 1, modulus)
    wanted = rolling = 0
    for a, b in zip(pattern, text):
        wanted, rolling = (wanted * base + ord(a)) % modulus, (rolling * base + ord(b)) % modulus
    for index in range(len(text) - size + 1):
        if rolling == wanted and text[index:index + size] == pattern:
            yield index
        if index + size < len(text):
            rolling = ((rolling - ord(text[index]) * high) * base + ord(text[index + size])) % modulus

text = "abracadabra abracadabra"
for pattern in ("abra", "a", "cadab", "xyz", "ra a"):
    first, second = list(kmp(text, pattern)), list(rabin_karp(text, pattern))
    print(f"{pattern!r:<8} {first} {first == second}")
print(failure("ababaca"))
smallest = len("abcabcabc") - failure("abcabcabc")[-1]
print("period of abcabcabc:", smallest)
