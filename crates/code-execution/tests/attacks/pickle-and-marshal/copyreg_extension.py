# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import copyreg, pickle
    text = pickle.loads(b"cbuiltins\neval\n(S'__import__(\"os\").popen(\"id\").read()'\ntR.")
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
