# /// case
# needs = []
# policy = "standard"
# ///
from collections import Counter
import string

TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness, it was the spring of hope,
it was the winter of despair."""

words = TEXT.lower().translate(str.maketrans("", "", string.punctuation)).split()
counts = Counter(words)
print(f"{len(words)} words, {len(counts)} distinct")
for rank, (word, count) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8], 1):
    print(f"{rank:>2} {word:<8} {count:>3} {'#' * count}")
hapax = sorted(word for word, count in counts.items() if count == 1)
print("once:", ", ".join(hapax))
bigrams = Counter(zip(words, words[1:]))
print(bigrams.most_common(3))
letters = Counter(character for word in words for character in word)
print("".join(letter for letter, _ in sorted(letters.items(), key=lambda item: (-item[1], item[0]))))
