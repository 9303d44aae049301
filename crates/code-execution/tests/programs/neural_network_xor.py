# /// case
# needs = []
# policy = "standard"
# ///
import math
import random

rng = random.Random(3)
DATA = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
HIDDEN = 4

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

w1 = [[rng.uniform(-1, 1) for _ in range(3)] for _ in range(HIDDEN)]
w2 = [rng.uniform(-1, 1) for _ in range(HIDDEN + 1)]

def forward(x):
    inputs = (*x, 1)
    hidden = [sigmoid(sum(w * v for w, v in zip(row, inputs))) for row in w1] + [1]
    return inputs, hidden, sigmoid(sum(w * v for w, v in zip(w2, hidden)))

def loss():
    return sum((forward(x)[2] - y) ** 2 for x, y in DATA) / len(DATA)

before = loss()
for epoch in range(6000):
    for x, y in DATA:
        inputs, hidden, out = forward(x)
        delta = (out - y) * out * (1 - out)
        for j in range(HIDDEN):
            inner = delta * w2[j] * hidden[j] * (1 - hidden[j])
            for k in range(3):
                w1[j][k] -= 0.8 * inner * inputs[k]
        for j in range(HIDDEN + 1):
            w2[j] -= 0.8 * delta * hidden[j]
print("loss fell tenfold:", loss() < before / 10)
print([round(forward(x)[2]) for x, _ in DATA])
