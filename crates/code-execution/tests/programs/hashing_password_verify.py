# /// case
# needs = []
# policy = "standard"
# ///
import base64
import hashlib
import hmac

def derive(password, salt, rounds=1_000):
    key = salt
    for _ in range(rounds):
        key = hmac.digest(password.encode(), key, "sha256")
    return key

salt = bytes(range(16))
stored = derive("correct horse", salt)
print(len(stored), hmac.compare_digest(stored, derive("correct horse", salt)), hmac.compare_digest(stored, derive("Correct horse", salt)))
print(hashlib.sha256(b"abc").hexdigest()[:16], hashlib.md5(b"").hexdigest()[:8], hashlib.blake2b(b"x", digest_size=8).digest_size)

def sign(message, secret):
    tag = hmac.new(secret, message.encode(), hashlib.sha256).digest()
    return message + "." + base64.urlsafe_b64encode(tag[:9]).decode()

def verify(text, secret):
    message, _, _ = text.rpartition(".")
    return message if hmac.compare_digest(sign(message, secret), text) else None

ticket = sign("seat-12", b"box office")
print(verify(ticket, b"box office"), verify(ticket.replace("12", "13"), b"box office"), verify(ticket, b"other"))

def merkle(leaves):
    level = [hashlib.sha256(leaf).digest() for leaf in leaves]
    while len(level) > 1:
        if len(level) % 2:
            level.append(level[-1])
        level = [hashlib.sha256(a + b).digest() for a, b in zip(level[::2], level[1::2])]
    return level[0]

print(merkle([b"a", b"b", b"c"]) == merkle([b"a", b"b", b"c", b"c"]), merkle([b"a", b"b"]) == merkle([b"b", b"a"]))
