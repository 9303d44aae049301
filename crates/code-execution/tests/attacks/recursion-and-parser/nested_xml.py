# /// case
# technique = "recursion-and-parser"
# analysis = ["deep-value"]
# without_analysis = "contained"
# reference = ""
# ///
import xml.etree.ElementTree as ET
try:
    ET.fromstring("<a>" * 10 ** 6)
except BaseException as error:
    print("contained", type(error).__name__)
