# /// case
# needs = []
# policy = "standard"
# ///
import re
import unicodedata

def slug(text):
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")

titles = ["Crème Brûlée à la carte", "Straße & Fluß", "Ñandú — the bird", "  ①② three  ", "naïve café №5"]
for title in titles:
    print(f"{title!r:<30} {slug(title)}")

composed, split = "é", "e\u0301"
print(composed == split, len(composed), len(split), unicodedata.normalize("NFC", split) == composed)
for character in "Aß½Ω中🙂":
    print(f"U+{ord(character):05X} {unicodedata.category(character)} {len(character.encode('utf-8'))} {unicodedata.name(character)}")
print("ŞEKER".casefold(), "ﬁ".upper(), "İ".lower().encode("unicode_escape"))
