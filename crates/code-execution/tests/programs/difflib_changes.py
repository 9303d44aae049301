# /// case
# needs = []
# policy = "standard"
# ///
import difflib

old = ["one", "two", "three", "four"]
new = ["one", "2", "three", "four", "five"]
print("\n".join(difflib.unified_diff(old, new, "old", "new", lineterm="")))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]))
print(round(difflib.SequenceMatcher(None, "private", "privet").ratio(), 3))
