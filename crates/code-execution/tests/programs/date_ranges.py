# /// case
# needs = []
# policy = "standard"
# ///
from datetime import date, timedelta

start = date(2024, 2, 26)
days = [start + timedelta(days=i) for i in range(7)]
for day in days:
    marker = "*" if day.weekday() >= 5 else " "
    print(day.isoformat(), day.strftime("%a"), marker, day.isocalendar().week)
print("leap year:", (date(2024, 3, 1) - date(2024, 2, 1)).days == 29)
age = date(2024, 6, 15) - date(1990, 12, 25)
print(age.days, "days,", age.days // 365, "years")
