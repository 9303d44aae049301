# /// case
# needs = []
# policy = "standard"
# ///
def averager():
    total, count, average = 0.0, 0, None
    while True:
        try:
            value = yield average
        except ZeroDivisionError:
            total, count = 0.0, 0
            average = None
            continue
        if value is None:
            return f"{count} values, mean {average:.2f}"
        total += value
        count += 1
        average = total / count

def session(log):
    result = yield from averager()
    log.append(result)

log = []
worker = session(log)
next(worker)
print(worker.send(10), worker.send(20), worker.send(60))
print(worker.throw(ZeroDivisionError))
print(worker.send(7), worker.send(9))
try:
    worker.send(None)
except StopIteration:
    print("finished:", log)

def countdown(n):
    try:
        while n:
            yield n
            n -= 1
    finally:
        print("closed at", n)

counter = countdown(5)
print(next(counter), next(counter))
counter.close()
print(list(countdown(3)))
