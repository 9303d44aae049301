# /// case
# needs = []
# policy = "standard"
# ///
import re

print(re.sub(r"(\d{4})-(\d{2})-(\d{2})", r"\3/\2/\1", "from 2024-01-31 to 2024-02-29"))
print(re.sub(r"\b(\w)(\w*)", lambda m: m[1].upper() + m[2], "hello big world"))
print(re.split(r"[,;\s]+", "a, b;c  d"))
print(re.findall(r"(?<=\$)\d+(?:\.\d+)?", "pay $5 or $12.50 or 7"))
print(re.sub(r"(?<!^)(?=[A-Z])", "_", "parseHTTPHeader").lower())
print(bool(re.fullmatch(r"(?i)[a-f0-9]+", "DEADbeef")), re.escape("a.b*c"))
