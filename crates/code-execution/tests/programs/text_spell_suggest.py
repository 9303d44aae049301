# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
import difflib

CORPUS = """there their they the then than that this thing think thought through though
receive believe relieve achieve separate definitely necessary occurrence language""".split()
FREQUENCY = Counter({word: len(CORPUS) - index for index, word in enumerate(CORPUS)})
LETTERS = "abcdefghijklmnopqrstuvwxyz"

def edits(word):
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deletes = [a + b[1:] for a, b in splits if b]
    swaps = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    replaces = [a + c + b[1:] for a, b in splits if b for c in LETTERS]
    inserts = [a + c + b for a, b in splits for c in LETTERS]
    return set(deletes + swaps + replaces + inserts)

def correct(word):
    if word in FREQUENCY:
        return word
    near = edits(word) & FREQUENCY.keys()
    if not near:
        near = {e2 for e1 in edits(word) for e2 in edits(e1)} & FREQUENCY.keys()
    return max(near, key=lambda w: (FREQUENCY[w], w), default=word)

for typo in ["thier", "recieve", "seperate", "definately", "langage", "thru", "zzzz"]:
    close = difflib.get_close_matches(typo, CORPUS, n=2)
    print(f"{typo:<12} -> {correct(typo):<12} difflib {close}")
