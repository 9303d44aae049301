# /// case
# needs = []
# policy = "standard"
# ///
import re

PATTERN = re.compile(r"^(?P<key>[A-Z][\w-]*):\s*(?P<value>.*)$")
message = """Subject: Meeting notes
Priority: high
X-Count: 3

We met on Monday.
All agreed."""
head, _, body = message.partition("\n\n")
headers = {m["key"].lower(): m["value"] for m in map(PATTERN.match, head.splitlines()) if m}
print(headers)
print(len(body.split()), body.splitlines()[-1])
