# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "raised"
# reference = ""
# ///
# A few bytes that ask for a memo with a huge index, and for huge strings.
import pickle
for data in (b"\x80\x04Nr\xff\xff\xff\x7f.", b"\x80\x04\x8d" + (2 ** 62).to_bytes(8, "little") + b"x.", b"\x80\x04\x95" + (2 ** 63 - 1).to_bytes(8, "little") + b".", b"\x8b\xff\xff\xff\x7f."):
    try:
        pickle.loads(data)
        print("contained, loaded")
    except Exception as error:
        print("contained", type(error).__name__)
raise ValueError("over")
