# /// case
# needs = []
# policy = "standard"
# python = "3.14"
# ///
import html
from string.templatelib import Interpolation, Template

def render(template):
    pieces = []
    for part in template:
        if isinstance(part, Interpolation):
            value = part.value
            if part.conversion == "r":
                value = repr(value)
            pieces.append(html.escape(format(value, part.format_spec)))
        else:
            pieces.append(part)
    return "".join(pieces)

name, price = "<b>Ann & Bob</b>", 3.14159
page = t"<p>{name} paid {price:.2f}</p>"
print(type(page).__name__, page.strings, page.values)
print(render(page))
print(render(t"raw: {name!r}"))
print([(part.expression, part.format_spec) for part in page.interpolations])
print(render(t"{1 + 1}{'x' * 3}") + render(t""))

def parse(text):
    try:
        return int(text), None
    except ValueError, TypeError:
        return None, "not a number"

print(parse("12"), parse("x"), parse(None))
print(isinstance(t"a" + t"b", Template), (t"a" + t"b").strings)
