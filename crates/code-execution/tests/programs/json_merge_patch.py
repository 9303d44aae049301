# /// case
# needs = []
# policy = "standard"
# ///
import copy
import json

def merge_patch(target, patch):
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    result = copy.deepcopy(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge_patch(result.get(key), value)
    return result

def diff(old, new):
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    patch = {key: None for key in old if key not in new}
    for key, value in new.items():
        if key not in old:
            patch[key] = value
        elif old[key] != value:
            patch[key] = diff(old[key], value)
    return patch

base = {"title": "Hello", "author": {"first": "John", "last": "Doe"}, "tags": ["a", "b"], "draft": True}
changed = {"title": "Hello!", "author": {"first": "John"}, "tags": ["a"], "phone": "none"}
patch = diff(base, changed)
print(json.dumps(patch, sort_keys=True))
print(merge_patch(base, patch) == changed)
print(json.dumps(merge_patch({"a": [1, 2]}, {"a": {"b": None, "c": 1}})))
print(base["author"])
