# /// case
# needs = []
# policy = "standard"
# ///
from string import Template

template = Template("""Dear $title $name,

your order no. ${order} of $date comes to $$${amount}.
$closing""")

customers = [
    {"title": "Ms", "name": "Okafor", "order": 1001, "date": "2 May", "amount": "45.00", "closing": "Thank you."},
    {"title": "Mr", "name": "Lind", "order": 1002, "date": "3 May", "amount": "7.20"},
]
for customer in customers:
    try:
        print(template.substitute(customer))
    except KeyError as missing:
        print(f"!! {customer['name']}: no value for {missing}")
        print(template.safe_substitute(customer))
    print("-" * 20)
print(sorted(template.get_identifiers()), template.is_valid())

class Percent(Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"

print(Percent("%first_name and %other but 5%% off").safe_substitute(first_name="Ann"))
