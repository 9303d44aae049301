# /// case
# technique = "resource-memory"
# analysis = ["endless-loop", "forbidden-function"]
# without_analysis = "raised"
# reference = ""
# ///
n = 0
while True:
    with open(f"f{n}", "w") as handle:
        handle.write("x")
    n += 1
