# /// case
# needs = []
# policy = "standard"
# ///
from typing import Protocol

class Mailer(Protocol):
    def send(self, to: str, text: str) -> None: ...

class MemoryMailer:
    def __init__(self):
        self.sent = []
    def send(self, to, text):
        self.sent.append((to, text))

class Users:
    def __init__(self):
        self.names = {}
    def add(self, name):
        if name in self.names:
            raise ValueError(f"{name} exists")
        self.names[name] = len(self.names) + 1
        return self.names[name]

class SignUp:
    def __init__(self, users, mailer: Mailer):
        self.users, self.mailer = users, mailer
    def __call__(self, name):
        number = self.users.add(name)
        self.mailer.send(name, f"welcome, number {number}")
        return number

class Container:
    def __init__(self):
        self.factories, self.single, self.building = {}, {}, []
    def provide(self, name, factory, *needs):
        self.factories[name] = factory, needs
    def get(self, name):
        if name in self.single:
            return self.single[name]
        if name in self.building:
            raise RuntimeError(" -> ".join([*self.building, name]))
        self.building.append(name)
        factory, needs = self.factories[name]
        self.single[name] = factory(*(self.get(need) for need in needs))
        self.building.pop()
        return self.single[name]

container = Container()
container.provide("mailer", MemoryMailer)
container.provide("users", Users)
container.provide("sign_up", SignUp, "users", "mailer")
sign_up = container.get("sign_up")
print(sign_up("ann"), sign_up("bob"), container.get("mailer").sent)
try:
    sign_up("ann")
except ValueError as error:
    print(error, len(container.get("mailer").sent))
container.provide("egg", list, "hen")
container.provide("hen", list, "egg")
try:
    container.get("egg")
except RuntimeError as error:
    print("cycle:", error)
