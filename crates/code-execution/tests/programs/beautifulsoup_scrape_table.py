# /// case
# needs = ["bs4"]
# policy = "standard"
# ///
from bs4 import BeautifulSoup

PAGE = """
<html><body><h1 class="title">Fruit <em>prices</em></h1>
<table id="prices"><tr><th>Fruit</th><th>Price</th></tr>
<tr class="row"><td>Apple</td><td>1.20</td></tr>
<tr class="row sale"><td>Pear</td><td>0.90</td></tr>
<tr class="row"><td>Plum &amp; Fig</td><td>2.05</td></tr></table>
<a href="/next?page=2">next</a><a>no link</a><p>Updated <!-- today --> daily</p></body></html>
"""
soup = BeautifulSoup(PAGE, "html.parser")
print(soup.h1.get_text(" ", strip=True), soup.find("h1")["class"])
rows = [[cell.get_text() for cell in row.find_all("td")] for row in soup.select("#prices tr.row")]
print(rows, round(sum(float(price) for _, price in rows), 2))
print([row.td.string for row in soup.select("tr.sale")])
print([link.get("href") for link in soup.find_all("a")], soup.find("a", href=True).text)
print(soup.find(string=lambda text: "Updated" in text).strip(), soup.table.find_previous_sibling().name)
soup.find("a").decompose()
for cell in soup.find_all("th"):
    cell.name = "td"
print(len(soup.find_all("a")), len(soup.find_all("td")), soup.em.parent.name)
print(soup.find("p").prettify())
