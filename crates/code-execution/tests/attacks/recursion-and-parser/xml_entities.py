# /// case
# technique = "recursion-and-parser"
# analysis = ["exploding-value"]
# without_analysis = "contained"
# reference = ""
# ///
import xml.etree.ElementTree as ET
levels = "".join(f"<!ENTITY e{i} \"" + f"&e{i - 1};" * 10 + "\">" for i in range(1, 12))
try:
    ET.fromstring(f"<!DOCTYPE x [<!ENTITY e0 \"ha\">{levels}]><x>&e11;</x>")
    print("ESCAPED")
except BaseException as error:
    print("contained", type(error).__name__)
