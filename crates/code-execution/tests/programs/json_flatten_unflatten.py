# /// case
# needs = []
# policy = "standard"
# ///
import json

def flatten(value, prefix=""):
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from flatten(item, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from flatten(item, f"{prefix}[{index}]")
    else:
        yield prefix, value

def unflatten(pairs):
    root = {}
    for path, value in pairs:
        node = root
        parts = path.replace("]", "").replace("[", ".").split(".")
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
    def lists(node):
        if not isinstance(node, dict):
            return node
        if node and all(key.isdigit() for key in node):
            return [lists(node[str(index)]) for index in range(len(node))]
        return {key: lists(item) for key, item in node.items()}
    return lists(root)

config = {"server": {"host": "localhost", "ports": [80, 443], "tls": {"enabled": True, "paths": []}},
          "users": [{"name": "ann", "roles": ["admin", "ops"]}, {"name": "bob", "roles": None}]}
flat = list(flatten(config))
for path, value in flat:
    print(f"{path} = {json.dumps(value)}")
print(unflatten(flat) == config)
