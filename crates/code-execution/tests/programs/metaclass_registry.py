# /// case
# needs = []
# policy = "standard"
# ///
class Plugin:
    registry = {}

    def __init_subclass__(cls, *, key, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[key] = cls

class Upper(Plugin, key="up"):
    def run(self, text):
        return text.upper()

class Reverse(Plugin, key="rev"):
    def run(self, text):
        return text[::-1]

text = "plugin"
for key in ("up", "rev"):
    text = Plugin.registry[key]().run(text)
print(text, sorted(Plugin.registry))

class Positive:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, instance, owner):
        return instance.values[self.name]
    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.name} must be positive")
        instance.values[self.name] = value

class Box:
    width = Positive()
    def __init__(self, width):
        self.values = {}
        self.width = width

print(Box(3).width)
try:
    Box(-1)
except ValueError as error:
    print(error)
