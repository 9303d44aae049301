# /// case
# needs = []
# policy = "standard"
# ///
import html
import re

def inline(text):
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)

def convert(source):
    lines, in_list = [], False
    for line in source.strip().splitlines():
        item = re.match(r"[-*] (.*)", line)
        if item:
            if not in_list:
                lines.append("<ul>")
                in_list = True
            lines.append(f"  <li>{inline(item[1])}</li>")
            continue
        if in_list:
            lines.append("</ul>")
            in_list = False
        heading = re.match(r"(#{1,6}) (.*)", line)
        if heading:
            level = len(heading[1])
            lines.append(f"<h{level}>{inline(heading[2])}</h{level}>")
        elif line.strip():
            lines.append(f"<p>{inline(line)}</p>")
    if in_list:
        lines.append("</ul>")
    return "\n".join(lines)

print(convert("""
# Release *notes*
Fixed **two** bugs & one `x < y` typo.

- see [docs](https://example.com/docs)
- nothing else
## Next
"""))
