# /// case
# needs = []
# policy = "standard"
# ///
import math
from datetime import date, timedelta

SYNODIC = 29.530588853
NEW_MOON = date(2000, 1, 6)
NAMES = ["new", "waxing crescent", "first quarter", "waxing gibbous", "full", "waning gibbous", "last quarter", "waning crescent"]

def phase(day):
    age = (day - NEW_MOON).days % SYNODIC
    return age, NAMES[int(age / SYNODIC * 8 + 0.5) % 8]

def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)

for year in (1999, 2000, 2024, 2025, 2038):
    sunday = easter(year)
    age, name = phase(sunday - timedelta(days=2))
    print(year, sunday.strftime("%d %B"), f"moon {age:4.1f} days: {name}")
print(sum(easter(year).month == 3 for year in range(1900, 2100)))
print(math.isclose(SYNODIC * 12 * 1.0, 354.36706, abs_tol=1e-4))
