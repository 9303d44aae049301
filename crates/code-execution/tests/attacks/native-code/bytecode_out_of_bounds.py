# /// case
# technique = "native-code"
# analysis = ["forbidden-attribute"]
# without_analysis = "raised"
# reference = ""
# ///
def f():
    pass
try:
    f.__code__ = f.__code__.replace(co_code=bytes([100, 255] * 4), co_stacksize=0)
    f()
except BaseException as error:
    print("contained", type(error).__name__)
