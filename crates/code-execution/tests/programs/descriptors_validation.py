# /// case
# needs = []
# policy = "standard"
# ///
class Bounded:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __set_name__(self, owner, name):
        self.name = name
        self.storage = f"_{name}"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.storage, self.low)

    def __set__(self, instance, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"{self.name} must be a number")
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.name} must be between {self.low} and {self.high}, not {value}")
        setattr(instance, self.storage, value)

class Thermostat:
    target = Bounded(5, 30)
    humidity = Bounded(0, 100)

    def __init__(self, target):
        self.target = target

room = Thermostat(21)
print(room.target, room.humidity)
for attribute, value in [("target", 35), ("humidity", "wet"), ("humidity", 55.5)]:
    try:
        setattr(room, attribute, value)
        print("set", attribute, getattr(room, attribute))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(Thermostat.target.high)
