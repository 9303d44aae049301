# /// case
# needs = []
# policy = "standard"
# ///
from functools import cache

# A regular expression is a nested tuple; matching takes derivatives by each character.
EMPTY, NOTHING = ("empty",), ("nothing",)

def star(inner):
    return ("star", inner)

def chain(*parts):
    result = EMPTY
    for part in reversed(parts):
        result = part if result == EMPTY else ("chain", part, result)
    return result

def either(left, right):
    if left == NOTHING or left == right:
        return right
    return left if right == NOTHING else ("either", left, right)

@cache
def accepts_empty(e):
    match e:
        case ("empty",) | ("star", _):
            return True
        case ("chain", a, b):
            return accepts_empty(a) and accepts_empty(b)
        case ("either", a, b):
            return accepts_empty(a) or accepts_empty(b)
    return False

@cache
def derive(e, character):
    match e:
        case ("char", c):
            return EMPTY if c in (character, ".") else NOTHING
        case ("star", inner):
            return concat(derive(inner, character), e)
        case ("chain", a, b):
            first = concat(derive(a, character), b)
            return either(first, derive(b, character)) if accepts_empty(a) else first
        case ("either", a, b):
            return either(derive(a, character), derive(b, character))
    return NOTHING

def concat(a, b):
    if NOTHING in (a, b):
        return NOTHING
    return b if a == EMPTY else a if b == EMPTY else ("chain", a, b)

def matches(e, text):
    for character in text:
        e = derive(e, character)
    return accepts_empty(e)

a, b, dot = ("char", "a"), ("char", "b"), ("char", ".")
pattern = chain(star(either(a, b)), a, b, b)
print([matches(pattern, text) for text in ("abb", "aabb", "babababb", "ab", "", "abba")])
print(matches(star(chain(a, star(a))), "a" * 40), matches(star(chain(a, star(a))), "a" * 40 + "b"))
print(matches(chain(dot, dot, star(b)), "xybbb"), matches(NOTHING, ""), accepts_empty(star(a)))
