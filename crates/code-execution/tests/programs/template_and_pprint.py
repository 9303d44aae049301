# /// case
# needs = []
# policy = "standard"
# ///
import pprint
from string import Template

print(Template("$name owes $$${amount}").substitute(name="Ann", amount=5), Template("$a $b").safe_substitute(a=1))
data = {"users": [{"name": "Ann", "langs": ["python", "rust", "sql"], "address": {"city": "Oslo", "zip": "0150"}}] * 2}
pprint.pprint(data, width=60)
