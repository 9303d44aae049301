# /// case
# technique = "recursion-and-parser"
# analysis = ["dynamic-attribute"]
# without_analysis = "contained"
# reference = ""
# ///
class Endless:
    def __getattr__(self, name):
        return getattr(self, name + "x")
class Meta(type):
    def __instancecheck__(cls, value):
        return isinstance(value, cls)
class Checked(metaclass=Meta):
    pass
for action in (lambda: Endless().a, lambda: isinstance(1, Checked)):
    try:
        action()
    except (RecursionError, MemoryError) as error:
        print("contained", type(error).__name__)
