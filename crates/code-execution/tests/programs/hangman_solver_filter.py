# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter

WORDS = "apple amble angle ankle eagle maple table cable fable gable sable ladle title rifle".split()

def pattern(word, guessed):
    return "".join(letter if letter in guessed else "_" for letter in word)

def fits(word, shown, guessed):
    return pattern(word, guessed) == shown

def next_guess(candidates, guessed):
    counts = Counter(letter for word in candidates for letter in set(word) - guessed)
    return min(counts, key=lambda letter: (-counts[letter], letter))

def play(secret):
    guessed, candidates, misses, shown = set(), WORDS, 0, "_" * len(secret)
    while "_" in shown and misses < 7:
        letter = next_guess(candidates, guessed)
        guessed.add(letter)
        misses += letter not in secret
        shown = pattern(secret, guessed)
        candidates = [word for word in candidates if fits(word, shown, guessed)]
    return shown, misses, "".join(sorted(guessed))

for secret in ("maple", "gable", "rifle"):
    shown, misses, letters = play(secret)
    print(f"{secret}: {shown} with {misses} misses using {letters}")
print(sum(play(word)[0] == word for word in WORDS), "of", len(WORDS), "solved")
