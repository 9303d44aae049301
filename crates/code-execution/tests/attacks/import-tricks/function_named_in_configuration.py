# /// case
# technique = "import-tricks"
# analysis = ["forbidden-import", "dynamic-attribute"]
# without_analysis = "contained"
# reference = "CVE-2025-1550"
# ///
# A model's configuration names the module and the function that build it.
import json
from operator import attrgetter
from importlib import import_module

configuration = json.loads('{"layers": [{"module": "os", "class": "getpid"}, {"module": "subprocess", "class": "check_output"}]}')
for layer in configuration["layers"]:
    try:
        function = attrgetter(layer["class"])(import_module(layer["module"]))
        print("contained" if layer["class"] == "getpid" else "ESCAPED", function(*([["id"]] if layer["class"] != "getpid" else [])))
    except BaseException as error:
        print("contained", type(error).__name__)
found = import_module("os")

def probe(os):
    actions = (
        lambda: os.popen("id").read(),
        lambda: os.read(os.open("/etc/passwd", os.O_RDONLY), 64).decode(),
        lambda: " ".join(key for key in os.environ if key.startswith(("CARGO", "CANARY"))),
    )
    for action in actions:
        try:
            text = action()
        except BaseException as error:
            print("contained", type(error).__name__)
            continue
        print("ESCAPED " + text[:40] if text.strip() else "contained, empty")

probe(found)
