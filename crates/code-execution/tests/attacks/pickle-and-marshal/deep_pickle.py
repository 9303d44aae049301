# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# A pickle that nests, made without nesting a value first.
import pickle
for depth in (10 ** 3, 10 ** 5, 10 ** 6):
    data = b"(" * depth + b"l" * depth + b"."
    for loads in (pickle.loads, pickle._loads):
        try:
            value = loads(data)
            repr(value)
            print("contained, loaded")
        except BaseException as error:
            print("contained", type(error).__name__)
