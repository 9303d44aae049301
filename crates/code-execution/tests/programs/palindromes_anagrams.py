# /// case
# needs = []
# policy = "standard"
# ///
from collections import defaultdict

def is_palindrome(text):
    letters = [c.lower() for c in text if c.isalnum()]
    return letters == letters[::-1]

for phrase in ("A man, a plan, a canal: Panama", "not one", "Was it a car or a cat I saw?"):
    print(is_palindrome(phrase), phrase)
groups = defaultdict(list)
for word in "listen silent enlist google elbow below tinsel inlets".split():
    groups["".join(sorted(word))].append(word)
print([sorted(g) for g in groups.values() if len(g) > 1])
