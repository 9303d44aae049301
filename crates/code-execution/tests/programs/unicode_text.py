# /// case
# needs = []
# policy = "standard"
# ///
import unicodedata

text = "Café Ångström naïve"
plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
print(plain)
for char in "é€😀":
    print(char, f"U+{ord(char):04X}", unicodedata.name(char), len(char.encode("utf-8")), len(char.encode("utf-16-le")))
print("日本語".encode("utf-8").hex(" "), b"\xe6\x97\xa5".decode())
print("é" == "e\u0301", unicodedata.normalize("NFC", "e\u0301") == "é", "\N{SNOWMAN}")
