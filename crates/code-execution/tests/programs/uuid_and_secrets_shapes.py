# /// case
# needs = []
# policy = "standard"
# ///
import secrets
import string
import uuid

name = uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")
print(name, name.version, uuid.UUID(int=1))
value = secrets.token_hex(8)
print(len(value), set(value) <= set(string.hexdigits), secrets.compare_digest("a", "a"), 0 <= secrets.randbelow(10) < 10)
