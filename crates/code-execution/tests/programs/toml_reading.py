# /// case
# needs = []
# policy = "standard"
# ///
import tomllib

document = tomllib.loads("""
title = "demo"
[owner]
name = "Ann"
born = 1990-05-27
[[fruit]]
name = "apple"
prices = [1.5, 2]
[[fruit]]
name = "pear"
""")
print(document["title"], document["owner"]["born"].year, [f["name"] for f in document["fruit"]])
print(document["fruit"][0]["prices"], document["fruit"][1].get("prices", []))
try:
    tomllib.loads("a = ")
except tomllib.TOMLDecodeError as error:
    print("invalid:", "line 1" in str(error))
