# /// case
# needs = []
# policy = "standard"
# ///
import textwrap

text = ("Wrapping text to a fixed width is a small job that programs do often, "
        "for example to print help or to format a mail.")
print(textwrap.fill(text, width=40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, width=45, placeholder=" [...]"))
rows = [("name", "qty", "price"), ("apple", 3, 1.5), ("watermelon", 12, 0.25)]
widths = [max(len(str(r[i])) for r in rows) for i in range(3)]
for row in rows:
    print(" | ".join(str(cell).ljust(w) for cell, w in zip(row, widths)).rstrip())
