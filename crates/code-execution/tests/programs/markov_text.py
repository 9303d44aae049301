# /// case
# needs = []
# policy = "standard"
# ///
import random
from collections import defaultdict

corpus = "the cat sat on the mat the cat ate the rat the rat sat on the cat".split()
chain = defaultdict(list)
for a, b in zip(corpus, corpus[1:]):
    chain[a].append(b)
print({word: sorted(set(following)) for word, following in sorted(chain.items())})
rng = random.Random(5)
word, out = "the", ["the"]
while len(out) < 10 and chain[word]:
    word = rng.choice(chain[word])
    out.append(word)
print(len(out), out[0], all(b in chain[a] for a, b in zip(out, out[1:])))
