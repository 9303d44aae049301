# /// case
# needs = []
# policy = "standard"
# ///
s = "  The Quick-Brown fox  "
print(repr(s.strip()), s.split(), s.title().strip(), s.swapcase().strip())
print("a,b,,c".split(","), "a-b-c".rsplit("-", 1), "key=value=x".partition("="))
print("abc".zfill(6), "42".rjust(5, "."), "x".join("123"), "banana".replace("a", "o", 2))
print("prefix_name".removeprefix("prefix_"), "file.tar.gz".removesuffix(".gz"), "ß".casefold(), "straße".upper())
print("abcabc".find("c", 3), "abc".startswith(("x", "ab")), "١٢".isdecimal(), "½".isnumeric(), "x1".isidentifier())
