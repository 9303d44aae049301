# /// case
# needs = []
# policy = "standard"
# ///
from collections import deque, ChainMap, OrderedDict, UserDict

def josephus(count, step):
    circle = deque(range(1, count + 1))
    order = []
    while circle:
        circle.rotate(1 - step)
        order.append(circle.popleft())
    return order

print(josephus(10, 3), josephus(41, 3)[-1])

recent = deque(maxlen=3)
for page in ["home", "about", "blog", "contact", "home"]:
    recent.appendleft(page)
    print(list(recent))

defaults = {"colour": "red", "size": "M", "count": 1}
settings = ChainMap({"count": 5}, {"size": "L"}, defaults)
print(dict(sorted(settings.items())), settings.new_child({"colour": "blue"})["colour"])

ordered = OrderedDict(a=1, b=2, c=3)
ordered.move_to_end("a")
ordered.move_to_end("c", last=False)
print(list(ordered), ordered.popitem(last=False))

class CaseInsensitive(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)
    def __getitem__(self, key):
        return super().__getitem__(key.lower())

headers = CaseInsensitive({"Content-Type": "text/html"})
print(headers["CONTENT-TYPE"], "content-type" in headers)
