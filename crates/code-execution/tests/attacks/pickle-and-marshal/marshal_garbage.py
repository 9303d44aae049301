# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# Marshalled code that was damaged: the interpreter may break, the host may not.
import marshal, random
code = marshal.dumps(compile("def f(a, b=2):\n    return [x * b for x in range(a)]\nf(3)", "<m>", "exec"))
rng = random.Random(3)
kinds = set()
for _ in range(3000):
    data = bytearray(code)
    for _ in range(rng.randrange(1, 4)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        marshal.loads(bytes(data))
    except BaseException as error:
        kinds.add(type(error).__name__)
print("contained", len(kinds))
