# /// case
# needs = []
# policy = "standard"
# ///
class Emitter:
    def __init__(self):
        self.handlers = {}

    def on(self, name):
        def register(handler):
            self.handlers.setdefault(name, []).append(handler)
            return handler
        return register

    def emit(self, name, *args):
        return [handler(*args) for handler in self.handlers.get(name, [])]

bus = Emitter()

@bus.on("sale")
def book(amount):
    return f"booked {amount}"

@bus.on("sale")
def thank(amount):
    return "thanks" + "!" * (amount // 100)

print(bus.emit("sale", 250), bus.emit("refund", 1))
