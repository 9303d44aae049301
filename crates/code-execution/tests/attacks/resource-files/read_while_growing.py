# /// case
# technique = "resource-files"
# analysis = ["forbidden-function"]
# without_analysis = "raised"
# reference = ""
# ///
# A file that is read and written at once.
with open("grow", "wb+", buffering=0) as handle:
    handle.write(b"x" * 1000)
    handle.seek(0)
    for block in iter(lambda: handle.read(500), b""):
        place = handle.tell()
        handle.seek(0, 2)
        handle.write(block * 2)
        handle.seek(place)
