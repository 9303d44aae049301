# /// case
# needs = []
# policy = "standard"
# ///
import io
import json
import logging

class JsonFormatter(logging.Formatter):
    def format(self, record):
        entry = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            entry["error"] = repr(record.exc_info[1])
        if hasattr(record, "user"):
            entry["user"] = record.user
        return json.dumps(entry)

class Redact(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("hunter2", "***")
        return True

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(JsonFormatter())
handler.addFilter(Redact())
log = logging.getLogger("shop.orders")
log.setLevel(logging.INFO)
log.addHandler(handler)
log.propagate = False

log.debug("not shown")
log.info("order %d placed", 17, extra={"user": "ann"})
log.warning("login with hunter2 refused")
try:
    {}["x"]
except KeyError:
    log.exception("lookup failed")
for line in stream.getvalue().splitlines():
    print(json.loads(line))
print(log.getEffectiveLevel(), log.isEnabledFor(logging.DEBUG), logging.getLevelName(30))
adapter = logging.LoggerAdapter(log, {"user": "bob"})
adapter.error("broken")
print(stream.getvalue().splitlines()[-1])
