# /// case
# needs = []
# policy = "standard"
# ///
import base64
import hashlib
import hmac
import zlib

text = b"The quick brown fox"
print(base64.b64encode(text).decode(), base64.b32encode(b"hi").decode(), base64.b85encode(b"hi there").decode())
print(hashlib.sha256(text).hexdigest())
print(hashlib.md5(b"").hexdigest(), hashlib.sha1(b"abc").hexdigest())
print(hmac.new(b"key", text, "sha256").hexdigest()[:16], zlib.crc32(text))
packed = zlib.compress(b"ab" * 500)
print(len(packed) < 50, zlib.decompress(packed) == b"ab" * 500)
