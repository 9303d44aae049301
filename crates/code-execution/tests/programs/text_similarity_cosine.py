# /// case
# needs = []
# policy = "standard"
# ///
import math
from collections import Counter

documents = {
    "cats": "the cat sat on the mat with another cat",
    "dogs": "the dog sat on the log with another dog",
    "rust": "the borrow checker checks every borrow",
    "pets": "a cat and a dog sat together on the mat",
}

def vector(text):
    return Counter(text.split())

def cosine(a, b):
    dot = sum(a[word] * b[word] for word in a.keys() & b.keys())
    norm = math.sqrt(sum(v * v for v in a.values())) * math.sqrt(sum(v * v for v in b.values()))
    return dot / norm if norm else 0.0

vectors = {name: vector(text) for name, text in documents.items()}
names = list(vectors)
print(" " * 6 + "".join(f"{name:>7}" for name in names))
for row in names:
    print(f"{row:<6}" + "".join(f"{cosine(vectors[row], vectors[column]):>7.3f}" for column in names))

document_frequency = Counter(word for v in vectors.values() for word in v)
def tf_idf(name):
    counts = vectors[name]
    total = sum(counts.values())
    return {word: count / total * math.log(len(vectors) / document_frequency[word]) for word, count in counts.items()}

for name in names:
    best = sorted(tf_idf(name).items(), key=lambda item: (-item[1], item[0]))[:2]
    print(name, [(word, round(score, 3)) for word, score in best])
