# /// case
# needs = []
# policy = "standard"
# ///
events = [
    {"type": "click", "position": {"x": 10, "y": 20}, "button": "left"},
    {"type": "key", "key": "Enter", "modifiers": ["ctrl", "shift"]},
    {"type": "key", "key": "a", "modifiers": []},
    {"type": "scroll", "delta": -3},
    {"type": "resize", "size": [800, 600]},
    {"type": "resize", "size": [0, 600]},
    ["raw", 1, 2, 3],
    ("ping",),
    42,
    None,
]

def describe(event):
    match event:
        case {"type": "click", "position": {"x": x, "y": y}, **rest}:
            return f"click at {x},{y} with {rest.get('button', 'any')}"
        case {"type": "key", "key": str(key), "modifiers": [first, *others]}:
            return f"{first}{''.join('+' + other for other in others)}+{key}"
        case {"type": "key", "key": str(key)}:
            return f"key {key}"
        case {"type": "scroll", "delta": int(delta)} if delta < 0:
            return f"scroll up {-delta}"
        case {"type": "resize", "size": [int(w), int(h)]} if w > 0 and h > 0:
            return f"resize {w}x{h}"
        case {"type": kind}:
            return f"ignored {kind}"
        case ["raw", *numbers]:
            return f"raw sum {sum(numbers)}"
        case (word,) | [word, _]:
            return f"word {word}"
        case int() | float() as number:
            return f"number {number}"
        case None:
            return "nothing"

for event in events:
    print(describe(event))
