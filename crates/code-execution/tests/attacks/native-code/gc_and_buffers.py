# /// case
# technique = "native-code"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# Objects that the collector knows, and buffers whose owner is gone.
import gc
table = [x for x in gc.get_objects() if type(x).__name__ in ("module", "function")]
print("contained", len(table), len(gc.get_referrers(table)) < 100)
data = bytearray(1000)
view = memoryview(data)
try:
    data.extend(bytes(10 ** 6))
except BufferError as error:
    print("contained", type(error).__name__)
class Shrink:
    def __init__(self, items):
        self.items = items
    def __index__(self):
        self.items.clear()
        return 0
    __lt__ = lambda self, other: self.items.clear() or True
items = [0] * 1000
try:
    items[0:1000:1] = [Shrink(items)] * 1000
    items.sort()
    items[Shrink(items)] = 1
except BaseException as error:
    print("contained", type(error).__name__)
