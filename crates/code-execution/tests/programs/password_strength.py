# /// case
# needs = []
# policy = "standard"
# ///
import string

def strength(text):
    checks = [len(text) >= 8, any(c in string.ascii_lowercase for c in text), any(c in string.ascii_uppercase for c in text),
              any(c.isdigit() for c in text), any(c in string.punctuation for c in text)]
    return ["very weak", "weak", "fair", "good", "strong", "excellent"][sum(checks)]

for n, sample in enumerate(("abc", "abcdefgh", "Abcdefgh", "Abcdefg1", "Abc-efg1"), 1):
    print(n, len(sample), strength(sample))
