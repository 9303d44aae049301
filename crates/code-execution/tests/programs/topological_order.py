# /// case
# needs = []
# policy = "standard"
# ///
from graphlib import CycleError, TopologicalSorter

deps = {"deploy": {"test", "build"}, "test": {"build"}, "build": {"fetch"}, "docs": {"fetch"}}
sorter = TopologicalSorter(deps)
sorter.prepare()
level = 0
while sorter.is_active():
    ready = sorted(sorter.get_ready())
    print(level, ready)
    sorter.done(*ready)
    level += 1
try:
    TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
except CycleError as error:
    print("cycle of", len(error.args[1]) - 1)
