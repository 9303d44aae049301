# /// case
# needs = []
# policy = "standard"
# ///
from datetime import date, timedelta

HOLIDAYS = {date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)}

def is_business_day(day):
    return day.weekday() < 5 and day not in HOLIDAYS

def add_business_days(start, count):
    day = start
    step = 1 if count > 0 else -1
    while count:
        day += timedelta(days=step)
        if is_business_day(day):
            count -= step
    return day

def business_days_between(start, end):
    return sum(is_business_day(start + timedelta(days=n)) for n in range((end - start).days))

start = date(2024, 12, 20)
for days in (1, 3, 5, 10, -5):
    print(f"{start} {days:+d} business days = {add_business_days(start, days)} ({add_business_days(start, days):%A})")
print(business_days_between(date(2024, 12, 1), date(2025, 1, 10)))
month_ends = [date(2024, month + 1, 1) - timedelta(days=1) for month in range(1, 12)]
print([str(day) for day in month_ends if day.weekday() >= 5])
