# /// case
# technique = "exception-tricks"
# analysis = []
# without_analysis = "limit"
# reference = ""
# ///
def stubborn():
    while True:
        try:
            yield
        except BaseException:
            continue
generator = stubborn()
next(generator)
while True:
    try:
        generator.throw(KeyboardInterrupt)
    except BaseException:
        pass
