# /// case
# needs = []
# policy = "standard"
# ///
def averager():
    total, count, average = 0, 0, None
    while True:
        try:
            value = yield average
        except GeneratorExit:
            print("closed after", count)
            return
        total, count = total + value, count + 1
        average = total / count

a = averager()
next(a)
for value in (10, 20, 60):
    print(a.send(value))
a.close()
