# /// case
# technique = "resource-descriptors"
# analysis = ["endless-loop", "forbidden-function"]
# without_analysis = "limit"
# reference = ""
# ///
# Descriptors without an end, of files of its own.
kept = []
refused = 0
while True:
    try:
        kept.append(open(f"file{len(kept) % 50}", "w"))
    except OSError:
        refused += 1
