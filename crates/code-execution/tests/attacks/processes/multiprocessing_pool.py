# /// case
# technique = "processes"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
try:
    import multiprocessing
    with multiprocessing.Pool(1) as pool:
        text = "uid= of a pool" if pool.apply(len, ("abc",)) == 3 else ""
except BaseException as error:
    text = ""
    print(type(error).__name__)
print("ESCAPED " + str(text)[:40] if "uid=" in str(text) else "contained")
