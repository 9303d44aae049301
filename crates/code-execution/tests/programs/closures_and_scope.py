# /// case
# needs = []
# policy = "standard"
# ///
def make_counter(start=0):
    count = start
    def increment(by=1):
        nonlocal count
        count += by
        return count
    return increment

a, b = make_counter(), make_counter(10)
print(a(), a(), b(5), a())
adders = [lambda x, n=n: x + n for n in range(3)]
print([f(10) for f in adders], [(lambda: i)() for i in range(3)])
total = 0
def add(n):
    global total
    total += n
for n in range(5):
    add(n)
print(total)
