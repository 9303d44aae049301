# /// case
# needs = []
# policy = "standard"
# ///
from datetime import date

people = {
    "Ada": date(1815, 12, 10),
    "Grace": date(1906, 12, 9),
    "Linus": date(1969, 12, 28),
    "Leapling": date(2000, 2, 29),
}
today = date(2024, 3, 1)

def age_on(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

def next_birthday(born, day):
    for year in (day.year, day.year + 1):
        try:
            candidate = born.replace(year=year)
        except ValueError:
            candidate = date(year, 3, 1)
        if candidate >= day:
            return candidate
    raise AssertionError("a birthday comes within two years")

for name, born in people.items():
    coming = next_birthday(born, today)
    print(f"{name:<9} born {born:%d %b %Y}, {age_on(born, today):>3} years, next birthday in {(coming - today).days} days, a {coming:%A}")
print("ISO week:", today.isocalendar())
print("ordinal of Ada's birth:", people["Ada"].toordinal())
