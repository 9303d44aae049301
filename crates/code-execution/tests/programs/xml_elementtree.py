# /// case
# needs = []
# policy = "standard"
# ///
import xml.etree.ElementTree as ET

root = ET.fromstring("""<library><book id="1"><title>Emma</title><year>1815</year></book>
<book id="2"><title>Ulysses</title><year>1922</year></book></library>""")
for book in root.findall("book"):
    print(book.get("id"), book.findtext("title"), int(book.findtext("year")) + 100)
ET.SubElement(root, "book", id="3").text = "new"
print(len(root), ET.tostring(root.find("book[@id='3']"), encoding="unicode"))
