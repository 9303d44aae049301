# /// case
# needs = []
# policy = "standard"
# ///
def build(words):
    root = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node["$"] = True
    return root

def complete(root, prefix):
    node = root
    for letter in prefix:
        if letter not in node:
            return []
        node = node[letter]
    stack, found = [(prefix, node)], []
    while stack:
        text, node = stack.pop()
        for key, child in node.items():
            found.append(text) if key == "$" else stack.append((text + key, child))
    return sorted(found)

trie = build("car card care cat dog do done".split())
for prefix in ("car", "do", "x", ""):
    print(repr(prefix), complete(trie, prefix))
