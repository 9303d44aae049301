# /// case
# needs = []
# policy = "standard"
# ///
import weakref

class Signal:
    def __init__(self):
        self._slots = []

    def connect(self, method):
        self._slots.append(weakref.WeakMethod(method))

    def emit(self, *args):
        alive = []
        for slot in self._slots:
            method = slot()
            if method is not None:
                method(*args)
                alive.append(slot)
        self._slots = alive
        return len(alive)

class Display:
    def __init__(self, name):
        self.name, self.seen = name, []
    def show(self, value):
        self.seen.append(value)

changed = Signal()
kitchen, hall = Display("kitchen"), Display("hall")
changed.connect(kitchen.show)
changed.connect(hall.show)
print(changed.emit(21.5))
del hall
print(changed.emit(22.0), kitchen.seen)

cache = weakref.WeakValueDictionary()
cache["k"] = kitchen
print("k" in cache, len(cache))
gone = weakref.ref(kitchen, lambda reference: print("collected"))
del kitchen
print(gone(), len(cache), changed.emit(1))
