# /// case
# needs = []
# policy = "standard"
# ///
import re

LOG = """
2024-05-01 12:00:01 [INFO] auth.login user=ann ip=10.0.0.5 ms=12
2024-05-01 12:00:02 [WARN] db.query user=bob ip=10.0.0.9 ms=850
2024-05-01 12:00:05 [ERROR] db.query user=ann ip=10.0.0.5 ms=2301
malformed line here
2024-05-01 12:01:00 [INFO] auth.logout user=bob ip=10.0.0.9 ms=3
""".strip().splitlines()

pattern = re.compile(
    r"""(?P<day>\d{4}-\d{2}-\d{2})\s(?P<time>[\d:]{8})\s
        \[(?P<level>[A-Z]+)\]\s(?P<module>\w+)\.(?P<action>\w+)\s(?P<rest>.*)""",
    re.VERBOSE,
)
slow, bad = [], 0
for line in LOG:
    match = pattern.fullmatch(line)
    if match is None:
        bad += 1
        continue
    fields = dict(re.findall(r"(\w+)=(\S+)", match["rest"]))
    if int(fields["ms"]) > 500:
        slow.append((match["level"], match["module"], fields["user"], int(fields["ms"])))
print(slow)
print("unreadable lines:", bad)
print(re.sub(r"user=(\w)\w*", r"user=\1***", LOG[0]))
print([m.span() for m in re.finditer(r"db", "\n".join(LOG))])
