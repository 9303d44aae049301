# /// case
# needs = []
# policy = "standard"
# ///
def train(samples, epochs=20):
    weights, bias = [0, 0], 0
    for _ in range(epochs):
        for inputs, target in samples:
            output = int(sum(w * i for w, i in zip(weights, inputs)) + bias > 0)
            error = target - output
            weights = [w + error * i for w, i in zip(weights, inputs)]
            bias += error
    return lambda *inputs: int(sum(w * i for w, i in zip(weights, inputs)) + bias > 0)

corners = [(a, b) for a in (0, 1) for b in (0, 1)]
for name, rule in (("and", lambda a, b: a & b), ("or", lambda a, b: a | b), ("xor", lambda a, b: a ^ b)):
    gate = train([(c, rule(*c)) for c in corners])
    print(name, [gate(*c) for c in corners], all(gate(*c) == rule(*c) for c in corners))
