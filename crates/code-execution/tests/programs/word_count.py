# /// case
# needs = []
# policy = "standard"
# ///
import re
from collections import Counter

text = """The quick brown fox jumps over the lazy dog. The dog sleeps;
the fox does not. Quick, quick, said the fox."""
words = re.findall(r"[a-z]+", text.lower())
counts = Counter(words)
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:6]:
    print(f"{word:<8}{'#' * count} {count}")
print("distinct:", len(counts), "total:", counts.total())
