# /// case
# needs = ["numpy", "matplotlib"]
# policy = "standard"
# ///
import io
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

sales = {"Mon": 12, "Tue": 18, "Wed": 7, "Thu": 22, "Fri": 15}
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
bars = left.bar(list(sales), list(sales.values()), color="steelblue")
left.bar_label(bars)
left.set_ylim(0, 25)
left.set_title("by day")
wedges, texts, percents = right.pie(list(sales.values()), labels=list(sales), autopct="%1.0f%%", startangle=90)
right.set_title("share")
print([int(bar.get_height()) for bar in bars])
print([text.get_text() for text in percents])
print([axes.get_title() for axes in figure.axes], [float(limit) for limit in left.get_ylim()])

buffer = io.BytesIO()
figure.savefig(buffer, format="svg")
drawing = buffer.getvalue().decode()
print(drawing.startswith("<?xml"), "by day" in drawing or "<path" in drawing, drawing.rstrip().endswith("</svg>"))
plt.close("all")
