# /// case
# needs = []
# policy = "standard"
# ///
import copy
from contextvars import ContextVar

user = ContextVar("user", default="nobody")
token = user.set("ann")
print(user.get())
user.reset(token)
print(user.get())
original = {"a": [1, 2], "b": {"c": 3}}
shallow, deep = copy.copy(original), copy.deepcopy(original)
original["a"].append(9)
print(shallow["a"], deep["a"], shallow is not original, deep["b"] == original["b"])
