# /// case
# needs = []
# policy = "contained"
# ///
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

parts = urlsplit("https://example.org:8443/a/b?q=x+y&tag=1&tag=2#top")
print(parts.hostname, parts.port, parts.path, parts.fragment, parse_qs(parts.query))
print(urlencode({"q": "a b&c", "n": 3}), quote("ü/ä"), urljoin("https://example.org/a/b", "../c"))
