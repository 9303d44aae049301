# /// case
# needs = ["openpyxl"]
# policy = "standard"
# ///
import io
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

book = Workbook()
sheet = book.active
sheet.title = "Costs"
sheet.append(["Item", "Units", "Price", "Total"])
for row, (item, units, price) in enumerate([("desk", 2, 120.0), ("chair", 4, 45.5), ("lamp", 3, 19.9)], start=2):
    sheet.append([item, units, price, f"=B{row}*C{row}"])
sheet["D5"] = "=SUM(D2:D4)"
for cell in sheet[1]:
    cell.font = Font(bold=True)
sheet.column_dimensions["A"].width = 20
book.create_sheet("Notes", 0)["B2"] = "checked"
buffer = io.BytesIO()
book.save(buffer)

again = load_workbook(io.BytesIO(buffer.getvalue()))
print(again.sheetnames, again["Costs"].dimensions)
for row in again["Costs"].iter_rows(min_row=1, values_only=True):
    print(row)
print(again["Costs"]["A1"].font.bold, again["Costs"]["A2"].font.bold, again["Notes"]["B2"].value)
print([get_column_letter(n) for n in (1, 26, 27, 703)])
total = sum(units * price for _, units, price, _ in again["Costs"].iter_rows(min_row=2, max_row=4, values_only=True))
print(round(total, 2))
