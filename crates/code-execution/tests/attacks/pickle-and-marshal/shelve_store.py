# /// case
# technique = "pickle-and-marshal"
# analysis = ["forbidden-import", "forbidden-function", "unavailable-function"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import shelve
    with shelve.open("db") as db:
        db["x"] = 1
    text = __import__("os").popen("id").read()
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
