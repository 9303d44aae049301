# /// case
# needs = []
# policy = "standard"
# ///
class Countdown:
    def __init__(self, start):
        self.start = start
    def __iter__(self):
        n = self.start
        while n > 0:
            yield n
            n -= 1
    def __reversed__(self):
        return iter(range(1, self.start + 1))
    def __getitem__(self, i):
        return list(self)[i]
    def __contains__(self, x):
        return 0 < x <= self.start

c = Countdown(5)
print(list(c), list(reversed(c)), c[1:3], 3 in c, 9 in c)
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "end"))
values = iter([4, 5, 0, 6])
print(list(iter(lambda: next(values), 0)))
