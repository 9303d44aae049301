# /// case
# needs = []
# policy = "standard"
# ///
class Temperature:
    def __init__(self, celsius=0.0):
        self.celsius = celsius

    @property
    def celsius(self):
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._celsius = value

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

    @classmethod
    def from_fahrenheit(cls, value):
        return cls((value - 32) * 5 / 9)

t = Temperature(25)
print(t.fahrenheit)
t.celsius = -40
print(t.fahrenheit, Temperature.from_fahrenheit(212).celsius)
try:
    t.celsius = -300
except ValueError as e:
    print(e)
