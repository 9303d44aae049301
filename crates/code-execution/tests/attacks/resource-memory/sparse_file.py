# /// case
# technique = "resource-memory"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# A file that is large by its size alone.
with open("sparse", "wb") as handle:
    for place in (10 ** 6, 10 ** 9, 2 ** 40, 2 ** 62):
        try:
            handle.seek(place)
            handle.write(b"x")
            handle.flush()
            print("contained, written", place <= 10 ** 9)
        except OSError as error:
            print("contained", type(error).__name__)
            break
try:
    handle.close()
except OSError:
    pass
