# /// case
# needs = []
# policy = "standard"
# ///
def numbers(limit):
    yield from range(1, limit + 1)

def squares(source):
    for n in source:
        yield n * n

def odd(source):
    return (n for n in source if n % 2)

def running_total(source):
    total = 0
    for n in source:
        total += n
        yield total

print(list(running_total(odd(squares(numbers(10))))))
