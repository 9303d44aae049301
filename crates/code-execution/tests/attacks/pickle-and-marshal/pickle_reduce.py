# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    class Evil:
        def __reduce__(self):
            import os
            return (os.popen, ("id",))
    import pickle
    text = pickle.loads(pickle.dumps(Evil())).read()
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
