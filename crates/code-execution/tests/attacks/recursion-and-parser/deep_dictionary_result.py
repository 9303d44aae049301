# /// case
# technique = "recursion-and-parser"
# analysis = []
# without_analysis = "contained"
# reference = ""
# ///
# The value itself is nested: who turns it into a result must not follow it down.
value = {}
for _ in range(50_000):
    value = {"k": value, "l": [value]}
value
