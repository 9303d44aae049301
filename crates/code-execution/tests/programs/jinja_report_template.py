# /// case
# needs = ["jinja2"]
# policy = "standard"
# ///
from jinja2 import Environment, StrictUndefined, UndefinedError

environment = Environment(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
environment.filters["money"] = lambda value: f"{value:,.2f} EUR"
template = environment.from_string("""
Report for {{ customer.name | title }}
{% for line in lines if line.quantity %}
{{ loop.index }}. {{ "%-10s" | format(line.name) }} x{{ line.quantity }} {{ (line.quantity * line.price) | money }}
{% else %}
nothing bought
{% endfor %}
{% set total = namespace(value=0) %}
{% for line in lines %}{% set total.value = total.value + line.quantity * line.price %}{% endfor %}
Total: {{ total.value | money }}{{ " (thank you!)" if total.value > 100 else "" }}
{% macro tag(name) %}[{{ name | upper }}]{% endmacro %}
{{ tags | sort | map("replace", "-", " ") | join(", ") }} {{ tag("paid") }}
""")
lines = [{"name": "desk", "quantity": 1, "price": 120}, {"name": "pen", "quantity": 10, "price": 1.5}, {"name": "ink", "quantity": 0, "price": 9}]
print(template.render(customer={"name": "ann lee"}, lines=lines, tags=["home-office", "express"]))
print(template.render(customer={"name": "bob"}, lines=[], tags=[]).strip())
try:
    environment.from_string("{{ missing.name }}").render()
except UndefinedError as error:
    print("error:", error)
print(Environment(autoescape=True).from_string("<b>{{ text }}</b>").render(text="<i>"))
