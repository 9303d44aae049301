# /// case
# needs = []
# policy = "standard"
# ///
import json

SCHEMA = {
    "type": "object",
    "required": ["id", "items"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "email": {"type": "string", "maxLength": 10},
        "items": {"type": "array", "items": {"type": "object", "required": ["sku"],
                  "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1}}}},
    },
}
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}

def check(value, schema, path="$"):
    expected = TYPES[schema["type"]]
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        yield f"{path}: expected {schema['type']}, found {type(value).__name__}"
        return
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: {value} is below {schema['minimum']}"
    if "maxLength" in schema and len(value) > schema["maxLength"]:
        yield f"{path}: {len(value)} characters, at most {schema['maxLength']}"
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}.{name}: missing"
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            yield from check(value[name], inner, f"{path}.{name}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from check(item, schema["items"], f"{path}[{index}]")

for text in ['{"id": 7, "items": [{"sku": "A1", "quantity": 2}]}',
             '{"id": true, "items": [{"quantity": 0}, 5]}',
             '{"items": {}, "email": "much too long"}', '{"id": 1,}']:
    try:
        problems = list(check(json.loads(text), SCHEMA))
    except json.JSONDecodeError as error:
        problems = [f"not JSON on line {error.lineno}"]
    print(problems or "ok")
