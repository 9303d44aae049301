# /// case
# needs = []
# policy = "standard"
# ///
import xml.etree.ElementTree as ET

SOURCE = """<orders xmlns:x="urn:extra">
  <order id="1" status="open"><customer>Ann</customer><line sku="A" n="2" price="9.50"/><line sku="B" n="1" price="20"/></order>
  <order id="2" status="paid"><customer>Bob &amp; Co</customer><line sku="A" n="10" price="9.00"/></order>
  <order id="3" status="open"><customer/><x:note>rush</x:note></order>
</orders>"""

root = ET.fromstring(SOURCE)
for order in root.findall("order"):
    total = sum(int(line.get("n")) * float(line.get("price")) for line in order.iter("line"))
    print(order.get("id"), order.findtext("customer") or "(nobody)", f"{total:.2f}")
print([order.get("id") for order in root.findall("order[@status='open']")], len(root.findall(".//line[@sku='A']")))
print(root.find("order/x:note", {"x": "urn:extra"}).text)

summary = ET.Element("summary")
for status in ("open", "paid"):
    element = ET.SubElement(summary, "status", name=status)
    element.text = str(len(root.findall(f"order[@status='{status}']")))
ET.indent(summary)
print(ET.tostring(summary, encoding="unicode"))
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print("line", error.position[0], "column", error.position[1])
