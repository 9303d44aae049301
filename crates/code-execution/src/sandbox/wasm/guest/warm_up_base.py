import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass


@dataclass
class Word:
    text: str
    count: int


counts = Counter(re.findall(r"\w+", "the quick brown fox jumps over the lazy dog"))
words = [Word(text, count) for text, count in counts.most_common(3)]
groups = defaultdict(list)
for word in words:
    groups[word.count].append(word.text)
print(json.dumps(groups), f"{sum(counts.values()):>5.1f}")
try:
    raise ValueError("warm up")
except ValueError as error:
    print(error)
counts["the"]
