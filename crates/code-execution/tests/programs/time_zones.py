# /// case
# needs = []
# policy = "standard"
# ///
from datetime import datetime, timedelta, timezone

utc = datetime(2025, 3, 1, 12, 30, tzinfo=timezone.utc)
zones = {"New York": -5, "London": 0, "Berlin": 1, "Delhi": 5.5, "Tokyo": 9}
for city, hours in zones.items():
    local = utc.astimezone(timezone(timedelta(hours=hours)))
    print(f"{city:<10}{local:%Y-%m-%d %H:%M %z}")
print(datetime.fromisoformat("2025-03-01T23:00:00+02:00") < utc)
print(int(utc.timestamp()))
