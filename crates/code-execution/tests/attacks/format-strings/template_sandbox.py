# /// case
# technique = "format-strings"
# analysis = ["code-in-text", "format-field"]
# without_analysis = "contained"
# reference = "CVE-2024-56326, CVE-2025-27516"
# ///
# A template engine's sandbox that sees `.format` where it is written, and not where a filter or a variable calls it.
from jinja2.sandbox import SandboxedEnvironment
from jinja2 import Environment

class Row:
    def total(self):
        return 1

for source in (
    "{% set f = '{0.total.__func__.__globals__}'.format %}{{ [row] | map('attr', 'total') | list }}{{ f(row) }}",
    "{{ ('{0.total.__func__.__globals__[__builtins__]}' | attr('format'))(row) }}",
    "{{ row.total.__func__.__globals__ }}",
):
    try:
        print("contained", len(SandboxedEnvironment().from_string(source).render(row=Row())))
    except BaseException as error:
        print("contained", type(error).__name__)
text = "{{ cycler.__init__.__globals__.os.environ }}"
shown = Environment().from_string(text).render()
print("ESCAPED" if "CARGO" in shown or "CANARY" in shown else "contained")
Environment().from_string("{{ keep(cycler.__init__.__globals__.os) }}").render(keep=lambda module: globals().__setitem__("found", module))

def probe(os):
    actions = (
        lambda: os.popen("id").read(),
        lambda: os.read(os.open("/etc/passwd", os.O_RDONLY), 64).decode(),
        lambda: " ".join(key for key in os.environ if key.startswith(("CARGO", "CANARY"))),
    )
    for action in actions:
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")

probe(found)
