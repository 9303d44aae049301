# /// case
# needs = []
# policy = "standard"
# ///
from datetime import datetime, timezone, timedelta

samples = [
    ("2024-03-15T14:30:00+02:00", None),
    ("15/03/2024 14:30", "%d/%m/%Y %H:%M"),
    ("March 15, 2024", "%B %d, %Y"),
    ("20240315", "%Y%m%d"),
    ("Fri 15 Mar 2024 02:30 PM", "%a %d %b %Y %I:%M %p"),
    ("2024-075", "%Y-%j"),
]
for text, pattern in samples:
    moment = datetime.fromisoformat(text) if pattern is None else datetime.strptime(text, pattern)
    print(f"{text:<28} -> {moment.isoformat()}")

aware = datetime.fromisoformat("2024-03-15T14:30:00+02:00")
print(aware.astimezone(timezone.utc), aware.utcoffset())
print(aware - datetime(2024, 3, 15, 12, 0, tzinfo=timezone.utc))
try:
    datetime.strptime("31/02/2024", "%d/%m/%Y")
except ValueError:
    print("there is no 31 February")
print(timedelta(hours=49, minutes=-3), timedelta(days=-1, seconds=1))
print(datetime.fromtimestamp(1_700_000_000, tz=timezone.utc).strftime("%Y-%m-%d %H:%M:%S"))
