# /// case
# needs = []
# policy = "standard"
# ///
from html.parser import HTMLParser
import html

class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.text = [], []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs).get("href"))

    def handle_data(self, data):
        if data.strip():
            self.text.append(data.strip())

parser = Links()
parser.feed('<p>See <a href="/one">one</a> &amp; <a href="/two" class="x">two</a>.</p>')
print(parser.links, parser.text)
print(html.escape("<b>&</b>"), html.unescape("&lt;&eacute;&#128512;"))
