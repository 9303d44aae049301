# /// case
# needs = []
# policy = "standard"
# ///
from html.parser import HTMLParser

class TableReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = ""
        elif tag == "br" and self.cell is not None:
            self.cell += " "

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append(" ".join(self.cell.split()))
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

reader = TableReader()
reader.feed("""<table><tr><th>City</th><th>People</th></tr>
<tr><td>Z&uuml;rich</td><td>434&#160;008</td></tr><tr><td>New<br/>York</td><td>8 336 817</td></tr></table><table><tr><td>x</td></tr></table>""")
header, *rows = reader.tables[0]
records = [dict(zip(header, row)) for row in rows]
for record in records:
    record["People"] = int("".join(filter(str.isdigit, record["People"])))
print(records)
print(len(reader.tables), reader.tables[1], max(records, key=lambda r: r["People"])["City"])
