# /// case
# needs = []
# policy = "standard"
# ///
import re
from datetime import timedelta

PATTERN = re.compile(r"(?:(?P<hours>\d+)h)?\s*(?:(?P<minutes>\d+)m)?\s*(?:(?P<seconds>\d+)s)?$")

def parse(text):
    match = PATTERN.match(text.strip())
    if not match or not match.group(0):
        raise ValueError(f"not a duration: {text!r}")
    return timedelta(**{unit: int(value) for unit, value in match.groupdict().items() if value})

def human(span):
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:d}:{minutes:02d}:{seconds:02d}"

laps = ["12m 30s", "11m58s", "1h 2m 3s", "45s", "abc", "13m"]
total = timedelta()
for number, lap in enumerate(laps, 1):
    try:
        span = parse(lap)
    except ValueError as error:
        print(f"lap {number}: {error}")
        continue
    total += span
    print(f"lap {number}: {human(span):>9}  running {human(total):>9}")
print("average", human(total / 5))
