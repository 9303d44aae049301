# /// case
# technique = "resource-descriptors"
# analysis = ["forbidden-function"]
# without_analysis = "contained"
# reference = ""
# ///
# As many descriptors as there are; the host's own stay as they were.
kept = []
try:
    while len(kept) < 1_000_000:
        kept.append(open("one", "a"))
    print("ESCAPED: no bound")
except OSError as error:
    print("contained", len(kept) < 100_000, type(error).__name__)
kept.clear()
with open("one", "a") as again:
    print("contained", again.fileno() < 100_000)
