# /// case
# technique = "data-exfiltration"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
import urllib.parse
key = "sk-" + "proj-" + "a1B2" * 12
print("https://example.org/?" + urllib.parse.urlencode({"q": "x", "key": key}))
