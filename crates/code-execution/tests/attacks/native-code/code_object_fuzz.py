# /// case
# technique = "native-code"
# analysis = ["forbidden-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
# Bytecode at random: the interpreter may fall, alone.
import random
rng = random.Random(5)
def base(a=1):
    return [a, a + 1]
for _ in range(300):
    code = bytearray(base.__code__.co_code)
    code[rng.randrange(len(code))] = rng.randrange(256)
    try:
        broken = type(base)(base.__code__.replace(co_code=bytes(code)), {})
        print("contained", type(broken(2)).__name__)
    except BaseException as error:
        print("contained", type(error).__name__)
