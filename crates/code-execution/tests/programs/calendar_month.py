# /// case
# needs = []
# policy = "standard"
# ///
import calendar

cal = calendar.TextCalendar(firstweekday=0)
print(cal.formatmonth(2023, 2))
print([d for d in calendar.Calendar().itermonthdates(2023, 2)][0])
fridays = [d for d in range(1, 29) if calendar.weekday(2023, 2, d) == calendar.FRIDAY]
print("Fridays:", fridays, "leap:", calendar.isleap(2000), calendar.isleap(1900))
