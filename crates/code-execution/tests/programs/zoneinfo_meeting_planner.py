# /// case
# needs = []
# policy = "standard"
# ///
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

OFFICES = {"Berlin": "Europe/Berlin", "New York": "America/New_York", "Tokyo": "Asia/Tokyo", "Kolkata": "Asia/Kolkata"}

def working(moment, zone):
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() < 5 and 8 <= local.hour < 18

start = datetime(2024, 3, 28, 12, 0, tzinfo=ZoneInfo("UTC"))
for name, zone in OFFICES.items():
    local = start.astimezone(ZoneInfo(zone))
    print(f"{name:<9} {local:%a %H:%M %Z} {local.utcoffset()}")

slots = [start + timedelta(minutes=30 * n) for n in range(48)]
for pair in (("Berlin", "New York"), ("Berlin", "Kolkata"), ("New York", "Tokyo")):
    good = [slot for slot in slots if all(working(slot, OFFICES[name]) for name in pair)]
    print(pair, len(good), good[0].strftime("%d %H:%M") if good else "never")

berlin = ZoneInfo("Europe/Berlin")
before = datetime(2024, 3, 31, 1, 30, tzinfo=berlin)
print(before + timedelta(hours=1), (before.astimezone(ZoneInfo("UTC")) + timedelta(hours=1)).astimezone(berlin))
twice = [datetime(2024, 10, 27, 2, 30, fold=fold, tzinfo=berlin) for fold in (0, 1)]
print([moment.utcoffset().seconds // 3600 for moment in twice], twice[1].timestamp() - twice[0].timestamp())
