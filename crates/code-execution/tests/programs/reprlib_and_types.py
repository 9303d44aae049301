# /// case
# needs = []
# policy = "standard"
# ///
import reprlib
import types

print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100))
ns = types.SimpleNamespace(a=1, b="two")
ns.c = [3]
print(ns, ns.a + 1)
print(isinstance(3, (int, str)), issubclass(bool, int), type(None).__name__, callable(len), isinstance(ns, types.SimpleNamespace))
