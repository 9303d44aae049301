# /// case
# needs = []
# policy = "standard"
# ///
python = {"ann", "bob", "cy", "dan"}
rust = {"bob", "dan", "eve"}
print(sorted(python & rust), sorted(python - rust), sorted(python ^ rust), sorted(python | rust))
print(python.isdisjoint({"zed"}), {"bob"} < rust, frozenset("aab") == frozenset("ab"))
seen, twice = set(), []
for n in [3, 1, 3, 2, 1, 3]:
    if n in seen and n not in twice:
        twice.append(n)
    seen.add(n)
print(twice, len(seen))
