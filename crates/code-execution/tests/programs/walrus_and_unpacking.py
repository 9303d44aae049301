# /// case
# needs = []
# policy = "standard"
# ///
data = [3, 8, 15, 4, 23]
print([y for x in data if (y := x * 2) > 10], (n := len(data)), n * 2)
def f(a, /, b, *, c=0, **rest):
    return a, b, c, rest
print(f(1, 2, c=3, d=4), f(*[5, 6], **{"c": 7}))
(a, (b, *c)), d = (1, (2, 3, 4)), 5
print(a, b, c, d)
a, b = b, a
print(a, b, [*range(3), *"xy"], {**{"k": 1}, "j": 2})
i = 0
while (i := i + 1) < 10:
    if i == 7:
        break
else:
    print("never")
print(i)
