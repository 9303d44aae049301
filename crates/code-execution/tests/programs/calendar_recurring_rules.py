# /// case
# needs = []
# policy = "standard"
# ///
from calendar import Calendar, monthrange
from datetime import date, timedelta
from itertools import islice

def every(start, days):
    day = start
    while True:
        yield day
        day += timedelta(days=days)

def monthly_on(start, number):
    year, month = start.year, start.month
    while True:
        day = date(year, month, min(number, monthrange(year, month)[1]))
        if day >= start:
            yield day
        month += 1
        if month == 13:
            year, month = year + 1, 1

def nth_weekday(start, nth, weekday):
    year, month = start.year, start.month
    while True:
        matching = [d for d in Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday]
        day = matching[nth if nth < 0 else nth - 1]
        if day >= start:
            yield day
        month += 1
        if month == 13:
            year, month = year + 1, 1

start = date(2024, 1, 31)
print([str(day) for day in islice(every(start, 14), 4)])
print([str(day) for day in islice(monthly_on(start, 31), 5)])
print([f"{day:%a %d %b}" for day in islice(nth_weekday(date(2024, 10, 1), 4, 3), 4)])
print([str(day) for day in islice(nth_weekday(start, -1, 4), 3)])
weeks = Calendar(firstweekday=6).monthdayscalendar(2024, 2)
print(len(weeks), weeks[0], weeks[-1])
fridays = [date(year, month, 13) for year in (2024, 2025, 2026) for month in range(1, 13) if date(year, month, 13).weekday() == 4]
print([str(day) for day in fridays])
