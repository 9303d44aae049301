# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "limit"
# reference = ""
# ///
# Each step of the pickle doubles a tuple: two hundred bytes, two to the hundredth items when shown.
import pickle
data = b"\x80\x04)" + b"".join(b"2\x86" for _ in range(100)) + b"."
value = pickle.loads(data)
print(len(repr(value)))
