# /// case
# needs = []
# policy = "standard"
# ///
import re
from collections import Counter

LOG = """2024-05-01 10:00:01 INFO  app: started in 120ms
2024-05-01 10:00:05 ERROR db: timeout after 3000ms
2024-05-01 10:00:09 WARN  app: slow request 850ms
2024-05-01 10:01:00 ERROR db: timeout after 3100ms
bad line"""
PATTERN = re.compile(r"(?P<day>\S+) (?P<time>\S+) (?P<level>[A-Z]+)\s+(?P<unit>\w+): (?P<text>.*)")
levels, durations = Counter(), []
for number, line in enumerate(LOG.splitlines(), 1):
    m = PATTERN.fullmatch(line)
    if not m:
        print("line", number, "does not match")
        continue
    levels[m["level"]] += 1
    if d := re.search(r"(\d+)ms", m["text"]):
        durations.append(int(d[1]))
print(dict(levels), max(durations), sum(durations) / len(durations))
