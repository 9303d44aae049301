# /// case
# needs = []
# policy = "standard"
# ///
import csv
import io

rows = [
    ["id", "title", "note"],
    [1, "plain", "no quoting"],
    [2, 'say "hi"', "embedded quotes"],
    [3, "a,b", "comma"],
    [4, "two\nlines", "newline"],
    [5, "", None],
]

for style, name in [(csv.QUOTE_MINIMAL, "minimal"), (csv.QUOTE_ALL, "all"), (csv.QUOTE_NONNUMERIC, "nonnumeric")]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=style, lineterminator="\n")
    writer.writerows(rows)
    text = buffer.getvalue()
    print(f"-- {name}: {len(text)} characters")
    print(text, end="")
    back = list(csv.reader(io.StringIO(text)))
    print("round trip:", [row[1] for row in back[1:]])

dialect = csv.Sniffer().sniff("name;age;city\nAda;36;London\nAlan;41;Wilmslow\n")
print("delimiter:", repr(dialect.delimiter))
