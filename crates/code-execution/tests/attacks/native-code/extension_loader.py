# /// case
# technique = "native-code"
# analysis = ["forbidden-import", "forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import importlib.machinery
    open("evil.so", "wb").write(b"\x7fELF" + b"\0" * 64)
    importlib.machinery.ExtensionFileLoader("evil", "./evil.so").create_module(importlib.machinery.ModuleSpec("evil", None))
except BaseException as error:
    print("contained", type(error).__name__)
else:
    print("ESCAPED")
