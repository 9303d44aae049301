# /// case
# technique = "direct-host-calls"
# analysis = ["forbidden-import"]
# without_analysis = "contained"
# reference = ""
# ///
# A report of its own making, before the runner's: what it says is the guest's, never the host's.
import os, sys
door = sys.modules["_host"].call
door(b'{"op":"report"}\n{"outcome":"completed","value":{"repr":"' + b"A" * 1000 + b'","json":' + b"[" * 3000 + b"]" * 3000 + b"}}")
os._exit(0)
