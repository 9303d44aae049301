# /// case
# needs = []
# policy = "standard"
# ///
import math
import re
from collections import Counter, defaultdict

TRAINING = [
    ("spam", "win a free prize now"), ("spam", "free money win win"), ("spam", "claim your prize money"),
    ("ham", "lunch at noon tomorrow"), ("ham", "the report is due tomorrow"), ("ham", "are you free for lunch"),
    ("ham", "meeting notes and the report"),
]

class NaiveBayes:
    def __init__(self, smoothing=1.0):
        self.smoothing = smoothing
        self.words, self.documents, self.vocabulary = defaultdict(Counter), Counter(), set()

    def train(self, label, text):
        tokens = re.findall(r"[a-z]+", text.lower())
        self.words[label].update(tokens)
        self.documents[label] += 1
        self.vocabulary.update(tokens)

    def scores(self, text):
        tokens = re.findall(r"[a-z]+", text.lower())
        result = {}
        for label, count in self.documents.items():
            total = self.words[label].total() + self.smoothing * len(self.vocabulary)
            result[label] = math.log(count / self.documents.total()) + sum(
                math.log((self.words[label][token] + self.smoothing) / total) for token in tokens)
        top = max(result.values())
        weights = {label: math.exp(score - top) for label, score in result.items()}
        return {label: weight / sum(weights.values()) for label, weight in weights.items()}

model = NaiveBayes()
for label, text in TRAINING:
    model.train(label, text)
for text in ("free prize", "lunch tomorrow", "free lunch", "unseen words only"):
    scores = model.scores(text)
    print(f"{text:<18} {max(scores, key=scores.get):<5} spam={scores['spam']:.3f}")
print(len(model.vocabulary), model.words["spam"].most_common(2))
